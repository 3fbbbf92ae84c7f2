package io.wizd.client.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.wizd.protocol.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Keeps one connection full: each reply sends the next request. Confined to its event loop. */
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private static final int MAX_ERROR_BYTES = 300;

    private final RequestTemplate request;
    private final ReplyScanner scanner;
    private final Recorder recorder;
    private final SplittableRandom random = new SplittableRandom();
    private final long[] sentNanos;

    /** Replies that have not ended yet; an array, since single bytes of a direct buffer are slow to get at. */
    private byte[] in = new byte[8192];

    private int inLength;
    private int nextSlot;

    LoadConnection(RequestTemplate request, int inFlight, Recorder recorder) {
        this.request = request;
        this.scanner = request.newScanner();
        this.recorder = recorder;
        this.sentNanos = new long[inFlight];
    }

    /** Sends the first requests. */
    void begin(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().ioBuffer(request.length() * sentNanos.length);
        long nowNanos = System.nanoTime();
        for (int slot = 0; slot < sentNanos.length; slot++) {
            append(out, slot, nowNanos);
        }
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf buffer = (ByteBuf) read;
        keep(buffer);
        buffer.release();
        if (recorder.isOver()) {
            inLength = 0;
            return;
        }
        try {
            scanReplies(context);
        } catch (IllegalStateException noReply) {
            context.close();
        }
    }

    private void scanReplies(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().ioBuffer(request.length() * sentNanos.length);
        long nowNanos = System.nanoTime();
        int from = 0;
        try {
            for (int length = scanner.scan(in, 0, inLength); length > 0; length = scanner.scan(in, from, inLength)) {
                int slot = takeSlot();
                record(nowNanos - sentNanos[slot], from, length);
                from += length;
                append(out, slot, nowNanos);
            }
        } finally {
            System.arraycopy(in, from, in, 0, inLength - from);
            inLength -= from;
            if (out.isReadable()) {
                context.writeAndFlush(out, context.voidPromise());
            } else {
                out.release();
            }
        }
    }

    private void record(long latencyNanos, int from, int length) {
        if (scanner.isSuccess()) {
            recorder.succeeded(latencyNanos);
        } else {
            int text = from + scanner.prefixBytes();
            int bytes = Math.min(length - scanner.prefixBytes(), MAX_ERROR_BYTES);
            recorder.failed(latencyNanos, () -> onOneLine(new String(in, text, bytes, StandardCharsets.UTF_8)));
        }
    }

    private static String onOneLine(String reply) {
        return Printable.of(reply.strip().replaceAll("\\R+", " "));
    }

    private int takeSlot() {
        int slot = scanner.slot();
        if (slot == ReplyScanner.NEXT_SLOT) {
            slot = nextSlot;
            nextSlot = (nextSlot + 1) % sentNanos.length;
        }
        if (slot < 0 || slot >= sentNanos.length) {
            throw new IllegalStateException("a reply to no request");
        }
        return slot;
    }

    private void append(ByteBuf out, int slot, long nowNanos) {
        sentNanos[slot] = nowNanos;
        request.writeTo(out, slot, request.range().next(random));
    }

    private void keep(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (inLength + length > in.length) {
            in = Arrays.copyOf(in, Math.max(2 * in.length, inLength + length));
        }
        buffer.readBytes(in, inLength, length);
        inLength += length;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        recorder.lostConnection();
    }
}
