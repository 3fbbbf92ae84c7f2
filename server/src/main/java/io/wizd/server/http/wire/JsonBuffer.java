package io.wizd.server.http.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.wizd.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A JSON object as it is put together, without a copy at the end. One thread. */
public final class JsonBuffer extends ByteArrayOutputStream {
    public JsonBuffer(int expectedBytes) {
        super(expectedBytes);
        write('{');
    }

    /** The name of the next field; names are those of a record, so nothing in them needs an escape. */
    public JsonBuffer name(String name) {
        if (count > 1) {
            write(',');
        }
        write('"');
        writeBytes(name.getBytes(StandardCharsets.UTF_8));
        write('"');
        write(':');
        return this;
    }

    /** A string. */
    public JsonBuffer text(String value) {
        write('"');
        writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        write('"');
        return this;
    }

    /** What is JSON already. */
    public JsonBuffer raw(byte[] json, int from, int length) {
        write(json, from, length);
        return this;
    }

    /** Bytes, as a string in base64. */
    public JsonBuffer base64(byte[] bytes) {
        write('"');
        try (OutputStream encoder = Base64.getEncoder().wrap(this)) {
            encoder.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write('"');
        return this;
    }

    /** The object, which the buffer gives away. */
    public Json end() {
        write('}');
        return Json.of(buf, 0, count);
    }
}
