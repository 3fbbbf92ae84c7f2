package io.wizd.client.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A request as bytes that are made once. {@code ${n}} in it becomes a random number, the same everywhere in one
 * request; of that, and of the seqNum, only the digits are written anew, and their width never changes. Immutable, any
 * thread.
 */
public final class RequestTemplate {
    /** The seqNum of the first of the requests in flight on a connection. */
    static final int FIRST_SEQ_NUM = 1000;

    static final int SEQ_NUM_DIGITS = 4;

    private static final String NUMBER = "${n}";

    /** Holds the place of one digit: it stands in no JSON text and in no HTTP head. */
    private static final char DIGIT = '\1';

    private final byte[] bytes;
    private final int[] numberOffsets;
    private final int[] seqNumOffsets;
    private final NumberRange range;
    private final Supplier<ReplyScanner> scanner;

    /**
     * @param framePrefix what precedes the text
     * @param text one character a byte
     */
    private RequestTemplate(
            byte[] framePrefix, String text, int[] seqNumOffsets, NumberRange range, Supplier<ReplyScanner> scanner) {
        this.bytes = concat(framePrefix, text.getBytes(StandardCharsets.ISO_8859_1));
        this.numberOffsets = numberOffsets(text, framePrefix.length, range.digits());
        this.seqNumOffsets = seqNumOffsets;
        this.range = range;
        this.scanner = scanner;
    }

    /**
     * Messages over TCP; a success is a reply with {@code "Error":0}.
     *
     * @param message its seqNum is replaced
     */
    public static RequestTemplate message(Framing framing, Message message, NumberRange range) {
        return message(framing, message, range, "\"result\":{\"Error\":0");
    }

    /**
     * Messages over TCP, to a server that may reply otherwise than wizd.
     *
     * @param message its seqNum is replaced
     * @param success what follows the seqNum and a comma in a reply that is a success
     */
    public static RequestTemplate message(Framing framing, Message message, NumberRange range, String success) {
        String text = widened(latin1(encode(message)), range);
        String head = text.substring(0, text.indexOf("\"seqNum\":") + "\"seqNum\":".length());
        ReplyMark mark = new ReplyMark(head, success);
        return switch (framing) {
            case LENGTH_PREFIXED ->
                new RequestTemplate(
                        ByteBuffer.allocate(Integer.BYTES).putInt(text.length()).array(),
                        text,
                        new int[] {Integer.BYTES + head.length()},
                        range,
                        () -> new LengthReplyScanner(mark));
            case JSON_TEXT ->
                new RequestTemplate(
                        new byte[0], text + "\n", new int[] {head.length()}, range, () -> new LineReplyScanner(mark));
        };
    }

    /**
     * HTTP/1.1 requests; a success is a status 2xx.
     *
     * @param requestLine method and path, such as {@code PUT /kv/k${n}}
     * @param headers whole lines, besides Host and Content-Length
     * @param body empty for none
     */
    public static RequestTemplate http(String requestLine, List<String> headers, String body, NumberRange range) {
        String content = widened(latin1(body.getBytes(StandardCharsets.UTF_8)), range);
        // Every wizd answers for localhost, wherever it is.
        StringBuilder text = new StringBuilder(widened(requestLine, range)).append(" HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (!content.isEmpty()) {
            text.append("Content-Length: ").append(content.length()).append("\r\n");
        }
        text.append("\r\n").append(content);
        return new RequestTemplate(new byte[0], text.toString(), new int[0], range, HttpReplyScanner::new);
    }

    /**
     * Appends one request.
     *
     * @param slot which of those in flight on its connection, from 0
     */
    void writeTo(ByteBuf out, int slot, long number) {
        int begin = out.writerIndex();
        out.writeBytes(bytes);
        for (int offset : numberOffsets) {
            setDigits(out, begin + offset, range.digits(), number);
        }
        for (int offset : seqNumOffsets) {
            setDigits(out, begin + offset, SEQ_NUM_DIGITS, FIRST_SEQ_NUM + slot);
        }
    }

    int length() {
        return bytes.length;
    }

    NumberRange range() {
        return range;
    }

    ReplyScanner newScanner() {
        return scanner.get();
    }

    private static byte[] encode(Message message) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encodeRequest(
                new Message(
                        message.msgType(),
                        Json.of(Integer.toString(FIRST_SEQ_NUM)),
                        message.userID(),
                        message.deviceID(),
                        message.token(),
                        message.requestId(),
                        message.body()),
                out);
        byte[] text = new byte[out.readableBytes()];
        out.readBytes(text);
        return text;
    }

    private static String widened(String text, NumberRange range) {
        return text.replace(NUMBER, String.valueOf(DIGIT).repeat(range.digits()));
    }

    private static int[] numberOffsets(String text, int shift, int digits) {
        String placeholder = String.valueOf(DIGIT).repeat(digits);
        return IntStream.iterate(text.indexOf(placeholder), at -> at >= 0, at -> text.indexOf(placeholder, at + digits))
                .map(at -> at + shift)
                .toArray();
    }

    private static void setDigits(ByteBuf out, int offset, int digits, long number) {
        long rest = number;
        for (int i = offset + digits - 1; i >= offset; i--) {
            out.setByte(i, '0' + (int) (rest % 10));
            rest /= 10;
        }
    }

    private static String latin1(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
