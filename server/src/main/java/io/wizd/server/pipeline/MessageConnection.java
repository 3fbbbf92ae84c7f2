package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message face of a connection: frames in, replies out as they are ready. On the event loop. */
final class MessageConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(MessageConnection.class);

    private final Framing framing;
    private final Dispatcher dispatcher;
    private final Channel channel;
    private final Connection connection;
    private boolean broken;

    MessageConnection(Framing framing, Dispatcher dispatcher, Channel channel, int maxInFlight) {
        this.framing = framing;
        this.dispatcher = dispatcher;
        this.channel = channel;
        this.connection = new Connection(channel, maxInFlight);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (broken) {
            return;
        }
        connection.beginRead();
        if (frame instanceof Fault fault) {
            breakOff(null, null, fault);
            return;
        }
        try {
            Message message = MessageCodec.decode((byte[]) frame);
            connection.began();
            dispatcher.dispatch(message, this::answer);
        } catch (MalformedMessageException e) {
            LOG.debug("{}: {}", ctx.channel(), e.fault());
            if (e.fault().code() == ErrorCode.NOT_JSON) {
                breakOff(e.msgType(), e.seqNum(), e.fault());
            } else {
                writeFault(e.msgType(), e.seqNum(), e.fault());
            }
        }
    }

    private void answer(Message message, Outcome outcome) {
        connection.execute(() -> {
            switch (outcome) {
                case Outcome.Success success -> writeReply(message, success.data());
                case Outcome.Failure failure -> writeFault(message.msgType(), message.seqNum(), failure.fault());
            }
            connection.ended();
        });
    }

    private void writeReply(Message message, Json data) {
        ByteBuf out = channel.alloc().ioBuffer(128 + data.length());
        int begun = framing.begin(out);
        MessageCodec.encodeReply(message.msgType(), message.seqNum(), data, out);
        framing.end(out, begun);
        channel.write(out, channel.voidPromise());
    }

    private void writeFault(@Nullable String msgType, @Nullable Json seqNum, Fault fault) {
        channel.write(encode(msgType, seqNum, fault), channel.voidPromise());
    }

    private ByteBuf encode(@Nullable String msgType, @Nullable Json seqNum, Fault fault) {
        ByteBuf out = channel.alloc().ioBuffer(256);
        int begun = framing.begin(out);
        MessageCodec.encodeFault(msgType, seqNum, fault, out);
        framing.end(out, begun);
        return out;
    }

    /** The stream cannot be trusted any more: says why, answers what came before, and closes. */
    private void breakOff(@Nullable String msgType, @Nullable Json seqNum, Fault fault) {
        LOG.debug("{}: closed: {}", channel, fault);
        broken = true;
        writeFault(msgType, seqNum, fault);
        connection.inputEnded();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.endRead();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!broken) {
            // May hand on what was held back, whose replies no end of a read will flush.
            connection.adjustReading();
            connection.endRead();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.inputEnded();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", ctx.channel(), cause.toString());
        } else {
            LOG.error("{}: unexpected", ctx.channel(), cause);
        }
        ctx.close();
    }
}
