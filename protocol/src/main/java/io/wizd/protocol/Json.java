package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON value as its bytes: a view of an array that nobody changes any more. It is how a body travels from the
 * socket to the procedure, and a procedure's reply back, without being parsed and written again on the way. Whoever
 * makes one vouches that the bytes are one whole, valid JSON value. Immutable, any thread.
 */
@JsonDeserialize(using = JsonDeserializer.class)
public final class Json implements JsonBytes, JsonSerializable {
    /** The empty object. */
    public static final Json EMPTY_OBJECT = Json.of("{}");

    /** The literal {@code null}. */
    public static final Json NULL = Json.of("null");

    private final byte[] array;
    private final int offset;
    private final int length;

    private Json(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** The whole array, which the caller gives away. */
    public static Json of(byte[] json) {
        return new Json(json, 0, json.length);
    }

    /** A view of a part of the array, which the caller gives away. */
    public static Json of(byte[] json, int offset, int length) {
        return new Json(json, offset, length);
    }

    /** The UTF-8 bytes of a JSON text. */
    public static Json of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The array that this is a view of: to be read only, from {@link #offset()} on. */
    public byte[] array() {
        return array;
    }

    /** Where the value begins in {@link #array()}. */
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    /** A part of this value that is a JSON value itself; {@code from} counts from the start of {@link #array()}. */
    public Json slice(int from, int sliceLength) {
        return new Json(array, from, sliceLength);
    }

    /** Appends the bytes. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(array, offset, length);
    }

    /** Appends the bytes. */
    public void writeTo(ByteArrayOutputStream out) {
        out.write(array, offset, length);
    }

    @Override
    public int writeTo(byte[] to, int at) {
        System.arraycopy(array, offset, to, at, length);
        return at + length;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider serializers) throws IOException {
        generator.writeRawValue(toString());
    }

    @Override
    public void serializeWithType(
            JsonGenerator generator, SerializerProvider serializers, TypeSerializer typeSerializer) throws IOException {
        serialize(generator, serializers);
    }

    /** Equal where the bytes are: {@code 1.0} and {@code 1} are not. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Json that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
