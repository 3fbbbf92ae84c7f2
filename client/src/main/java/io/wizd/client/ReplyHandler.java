package io.wizd.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import org.jspecify.annotations.Nullable;

/** Frames to replies, and to the call that each belongs to. What is not a reply ends the connection. */
final class ReplyHandler extends ChannelInboundHandlerAdapter {
    private final Link link;
    private @Nullable String whyClosed;
    private @Nullable Throwable cause;

    ReplyHandler(Link link) {
        this.link = link;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (whyClosed != null) {
            return;
        }
        if (frame instanceof Fault fault) {
            close(context, "the server sent an invalid reply: " + fault.description(), new WizdException(fault));
            return;
        }
        try {
            read(context, ReplyMessage.read((byte[]) frame));
        } catch (WizdException | NumberFormatException e) {
            close(context, "the server sent an invalid reply: " + e.getMessage(), e);
        }
    }

    private void read(ChannelHandlerContext context, ReplyMessage reply) {
        if (reply.seqNum() != null) {
            link.replied(Long.parseLong(reply.seqNum().toString()), reply);
        } else {
            // The server could not read what we sent, and cannot tell which call it was.
            close(context, "the server refused what was sent: " + reply.error(), null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        close(context, "the connection failed: " + thrown.getMessage(), thrown);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.lost(context.channel(), whyClosed != null ? whyClosed : "the server closed the connection", cause);
    }

    private void close(ChannelHandlerContext context, String why, @Nullable Throwable thrown) {
        if (whyClosed == null) {
            whyClosed = why;
            cause = thrown;
        }
        context.close();
    }
}
