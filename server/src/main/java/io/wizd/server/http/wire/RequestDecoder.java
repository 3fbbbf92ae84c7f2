package io.wizd.server.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.HoldBack;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bytes to the parts of requests, as RFC 9112 has them. Where Netty's decoder is more lenient this one refuses: the
 * words of a request line are separated by exactly one space, and the version is HTTP/1.x. Lines end with CRLF only.
 *
 * <p>It begins no request while the connection has no room for one ({@link HoldBack}). On the event loop.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    /** A longer request line is answered with 414; in bytes. */
    static final int MAX_REQUEST_LINE_BYTES = 8 << 10;

    /** Longer header fields, or trailers, are answered with 431; in bytes, without the line ends. */
    public static final int MAX_HEADER_BYTES = 16 << 10;

    /** What a part of a body has at most, in bytes; parts are only views of what was read. */
    private static final int MAX_PART_BYTES = 1 << 20;

    private final HoldBack holdBack;
    private boolean inRequest;
    private boolean hasLength;
    private int endOfWord;

    public RequestDecoder(Connection connection) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_PART_BYTES)
                // Said here, so that no system property changes it.
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
        this.holdBack = new HoldBack(this, connection::hasRoom);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (inRequest ? holdBack.admitsRest(in) : holdBack.admits(ctx, in)) {
            super.decode(ctx, in, out);
            if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
                inRequest = false;
            }
        }
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) throws Exception {
        inRequest = true;
        hasLength = false;
        return super.createMessage(requestLine);
    }

    /** Of two lengths in HTTP/1.0 Netty would take the first, and nobody behind it could tell. */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        AsciiString name = super.splitHeaderName(line, start, length);
        if (length == 14 && HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            if (hasLength) {
                throw WizdException.of(ErrorCode.BAD_REQUEST, "Content-Length appears twice");
            }
            hasLength = true;
        }
        return name;
    }

    /** Goes on with the requests that were held back, if any. */
    public void resume() {
        holdBack.resume();
    }

    /** Reads nothing more: whatever comes is dropped. */
    public void drop() {
        holdBack.drop();
    }

    /** Whether a part of a request has come and the rest has not, for want of bytes. */
    public boolean isWaitingForRest() {
        return !holdBack.isHolding() && !holdBack.isDropping() && (inRequest || actualReadableBytes() > 0);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!holdBack.holds(event)) {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        ByteBuf rest = HoldBack.compacted(internalBuffer(), ctx.alloc());
        if (rest != null) {
            channelRead(ctx, rest);
        }
        if (holdBack.isHolding()) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        if (start != 0) {
            throw badLine();
        }
        endOfWord = endOfWord(line, start, length);
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        if (start != endOfWord + 1) {
            throw badLine();
        }
        endOfWord = endOfWord(line, start, length);
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        if (start != endOfWord + 1) {
            throw badLine();
        }
        String version = super.splitThirdWordInitialLine(line, start, length);
        boolean known = version.equals("HTTP/1.1") || version.equals("HTTP/1.0");
        return known ? version : otherVersion(version);
    }

    private static int endOfWord(byte[] line, int start, int length) {
        int end = start + length;
        if (length == 0 || end >= line.length || line[end] != ' ') {
            throw badLine();
        }
        return end;
    }

    /** A higher minor version is taken as the highest that we know (RFC 9110, 6.2); another major one is refused. */
    private static String otherVersion(String version) {
        byte[] bytes = version.getBytes(StandardCharsets.ISO_8859_1);
        boolean wellFormed = bytes.length == 8
                && version.startsWith("HTTP/")
                && bytes[6] == '.'
                && Character.isDigit(bytes[5])
                && Character.isDigit(bytes[7]);
        if (!wellFormed) {
            throw badLine();
        }
        if (bytes[5] != '1') {
            throw WizdException.of(ErrorCode.HTTP_VERSION_NOT_SUPPORTED, "this server speaks HTTP/1.1, not " + version);
        }
        return HttpVersion.HTTP_1_1.text();
    }

    private static WizdException badLine() {
        return WizdException.of(
                ErrorCode.BAD_REQUEST, "a request line is a method, a target and HTTP/1.1, with one space between");
    }
}
