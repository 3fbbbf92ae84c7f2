package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.wizd.budget.RequestMemory;
import io.wizd.event.Origin;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.FrameDecoder;
import io.wizd.protocol.Framing;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.Reply;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.Envelope;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.logfile.AccessLog;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message face of a connection: frames in, replies out as they are ready. On the event loop.
 */
final class MessageConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(MessageConnection.class);

    /** Bytes of a list, which is written in parts. */
    private static final long UNCOUNTED = -1;

    /** Of a message that will not end, what is read to name it: the fields before a body are short, and cost little so. */
    private static final int BEGINNING_BYTES = 1 << 10;

    private final Framing framing;
    private final Dispatcher dispatcher;
    private final @Nullable AccessLog accessLog;
    private final Channel channel;
    private final Connection connection;
    private final FrameDecoder decoder;
    private final UnfinishedMessage unfinished;
    private final ReplyFrames frames;

    /** What is ready while a list is being sent or the client does not read, in the order in which it became ready. */
    private final Queue<OutgoingReply> waiting = new ArrayDeque<>();

    private OutgoingReply.@Nullable Streamed streaming;
    private boolean broken;
    private boolean ended;

    MessageConnection(
            Framing framing, MessageFace face, Connection connection, FrameDecoder decoder, ConnectionLimits limits) {
        this.framing = framing;
        this.dispatcher = face.dispatcher();
        this.accessLog = face.accessLog();
        this.channel = connection.channel();
        this.connection = connection;
        this.decoder = decoder;
        this.unfinished = new UnfinishedMessage(connection, decoder, limits, this);
        this.frames = new ReplyFrames(framing, channel.alloc());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (broken) {
            return;
        }
        connection.beginRead();
        Fault refusal = connection.refusal() == null && frame instanceof Fault fault ? fault : connection.refusal();
        if (refusal != null) {
            breakOff(Envelope.UNKNOWN, refusal);
            connection.endRead();
        } else {
            handle((byte[]) frame, unfinished.ended());
        }
    }

    private void handle(byte[] frame, RequestMemory memory) {
        try {
            Message message = MessageCodec.decode(frame);
            connection.began();
            dispatcher.dispatch(message, memory, sink(Received.of(message, memory, now())));
        } catch (MalformedMessageException e) {
            LOG.debug("{}: {}", channel, e.fault());
            memory.release();
            if (e.fault().code() == ErrorCode.NOT_JSON) {
                breakOff(Envelope.of(e), e.fault());
            } else {
                refuse(Envelope.of(e), e.fault());
            }
        }
    }

    /** The answer to something that is not a message. */
    private void refuse(Envelope envelope, Fault fault) {
        connection.began();
        Received received = new Received(envelope, connection.forRequest(), null, now());
        take(new OutgoingReply.Whole(received, new Reply.Failed<>(fault)));
    }

    /** Only the access log asks how long a message took. */
    private long now() {
        return accessLog == null ? 0 : System.nanoTime();
    }

    /** The stream cannot be trusted any more: says why, answers what came before, and closes. */
    private void breakOff(Envelope envelope, Fault fault) {
        LOG.debug("{}: closed: {}", channel, fault);
        broken = true;
        decoder.drop();
        unfinished.drop();
        refuse(envelope, fault);
        connection.inputEnded();
    }

    /** The message that has begun will not end: the connection cannot go on. */
    void abandoned(Fault fault) {
        if (!broken) {
            breakOff(Envelope.ofBeginning(decoder.beginning(BEGINNING_BYTES)), fault);
            connection.endRead();
        }
    }

    /** There is memory for the rest of the message that has begun. */
    void readOn() {
        decoder.resume();
        unfinished.readEnded();
        connection.endRead();
    }

    /** Takes the reply to one message, from any thread. */
    private ReplySink sink(Received received) {
        return new ReplySink() {
            @Override
            public void answer(Reply.Ready<?> reply) {
                connection.execute(() -> take(new OutgoingReply.Whole(received, reply)));
            }

            @Override
            public void stream(ReplyStream stream) {
                connection.execute(() -> take(new OutgoingReply.Streamed(received, stream)));
            }

            @Override
            public Origin origin() {
                return connection.peer().origin();
            }
        };
    }

    private void take(OutgoingReply answer) {
        if (ended) {
            discard(answer);
        } else if (mustWait(answer)) {
            waiting.add(answer);
        } else {
            write(answer);
        }
    }

    private boolean mustWait(OutgoingReply answer) {
        return streaming != null || !channel.isWritable() && !answer.isSmall();
    }

    private void write(OutgoingReply answer) {
        switch (answer) {
            case OutgoingReply.Whole whole -> {
                long bytes = writeFrame(whole.received(), whole.reply());
                end(whole.received(), whole.reply() instanceof Reply.Failed<?> failed ? failed.fault() : null, bytes);
            }
            case OutgoingReply.Streamed streamed -> begin(streamed);
        }
    }

    /** @return the bytes of the frame */
    private long writeFrame(Received received, Reply.Ready<?> reply) {
        ByteBuf frame = frames.of(received.envelope(), reply);
        long bytes = frame.readableBytes();
        channel.write(frame, channel.voidPromise());
        return bytes;
    }

    private void end(Received received, @Nullable Fault fault, long bytes) {
        if (accessLog != null) {
            accessLog.add(received.accessEntry(connection, fault, bytes));
        }
        received.memory().release();
        connection.ended();
        if (!broken) {
            decoder.resume();
        }
    }

    /** Until the list has ended, every other reply waits: its bytes must not stand in the middle of this one. */
    private void begin(OutgoingReply.Streamed reply) {
        streaming = reply;
        ReplyStream stream = reply.stream();
        stream.start(new MessageStream(
                connection, stream.list(), framing, reply.received().envelope(), this));
    }

    /** All of the list was written. */
    void streamWritten() {
        streamEnded(null, UNCOUNTED);
    }

    private void streamEnded(@Nullable Fault fault, long bytes) {
        OutgoingReply.Streamed written = streaming;
        streaming = null;
        if (written != null) {
            end(written.received(), fault, bytes);
        }
        writeWaiting();
    }

    private void writeWaiting() {
        for (OutgoingReply next = waiting.peek(); next != null && !mustWait(next); next = waiting.peek()) {
            waiting.remove();
            write(next);
        }
    }

    /** Nothing of it was written: the reply is this fault. */
    void streamRefused(Fault fault) {
        if (streaming != null) {
            streamEnded(fault, writeFrame(streaming.received(), new Reply.Failed<>(fault)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
        unfinished.drop();
        if (streaming != null) {
            discard(streaming);
        }
        waiting.forEach(MessageConnection::discard);
        waiting.clear();
    }

    private static void discard(OutgoingReply answer) {
        answer.received().memory().release();
        if (answer instanceof OutgoingReply.Streamed streamed) {
            streamed.stream().cancel();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!broken) {
            unfinished.readEnded();
        }
        connection.endRead();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        writeWaiting();
        if (!broken) {
            connection.adjustReading();
        }
        beginMore();
    }

    private void beginMore() {
        if (!broken) {
            decoder.resume();
        }
        // No end of a read will flush what was written here.
        connection.endRead();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.inputEnded();
        } else if (event == FrameDecoder.LARGE_FRAME_BEGAN && !broken) {
            unfinished.readEnded();
        } else if (event == Connection.MAY_BEGIN_MORE) {
            beginMore();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.failed(cause);
    }
}
