package io.wizd.bench.overload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Requests as bytes. Static, any thread. */
final class RequestBytes {
    static final String JSON = "Content-Type: application/json";

    private RequestBytes() {}

    static ByteBuf get(String path, String... headers) {
        return Unpooled.wrappedBuffer(head("GET " + path, headers));
    }

    /** @param headers whole lines besides Host and Content-Length */
    static ByteBuf withBody(String methodAndPath, byte[] body, String... headers) {
        return Unpooled.wrappedBuffer(unfinished(methodAndPath, body.length, headers), Unpooled.wrappedBuffer(body));
    }

    /** The head of a request whose body is to have so many bytes. */
    static ByteBuf unfinished(String methodAndPath, int bodyBytes, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Length: " + bodyBytes;
        return Unpooled.wrappedBuffer(head(methodAndPath, all));
    }

    private static byte[] head(String methodAndPath, String... headers) {
        StringBuilder text = new StringBuilder(methodAndPath).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return utf8(text.append("\r\n").toString());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** So many requests one behind the other. */
    static ByteBuf pipelined(int count, IntFunction<ByteBuf> request) {
        return Unpooled.wrappedBuffer(
                IntStream.range(0, count).mapToObj(request).toArray(ByteBuf[]::new));
    }

    /** The same bytes each time, which are copied out of the heap once; nobody need release them. */
    static Supplier<ByteBuf> again(ByteBuf bytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes.readableBytes());
        bytes.readBytes(memory);
        bytes.release();
        ByteBuf shared = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory.flip()));
        return shared::duplicate;
    }

    /** JSON of a string of so many bytes. */
    static byte[] jsonText(int bytes) {
        return utf8("\"" + "x".repeat(bytes - 2) + "\"");
    }
}
