package io.wizd.bench.overload;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.wizd.client.transport.ClientSockets;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets and sets keys of its own, one at a time, over one connection that it opens again when it ends, and checks each reply. If it is
 * told to come again later, it does. Confined to its event loop.
 */
final class OrdinaryClient {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final long PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /** wizd answers within 10 s, or says that it cannot. */
    private static final long REPLY_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Of so many requests one is a set. */
    private static final int GETS_AND_A_SET = 4;

    private enum Work {
        NONE,
        LOAD,
        READ_BACK
    }

    private final EventLoop loop;
    private final Supplier<InetSocketAddress> server;
    private final Supplier<Speech> speeches;
    private final KeyLedger ledger;
    private final SplittableRandom random = new SplittableRandom();
    private ClientTally tally = new ClientTally();
    private Work work = Work.NONE;
    private @Nullable Line line;
    private boolean inFlight;
    private boolean pausing;
    private long sentNanos;
    private int slot;
    private int readBackNext;

    /** The number of the set in flight; 0 for a get. */
    private long setNumber;

    /** @param server where it is now */
    OrdinaryClient(EventLoop loop, Supplier<InetSocketAddress> server, Supplier<Speech> speeches, KeyLedger ledger) {
        this.loop = loop;
        this.server = server;
        this.speeches = speeches;
        this.ledger = ledger;
    }

    void connect() {
        Line next = new Line(speeches.get());
        ClientSockets.newBootstrap(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        next.speech.codec().forEach(channel.pipeline()::addLast);
                        channel.pipeline().addLast(next);
                    }
                })
                .connect(server.get())
                .addListener(attempt -> {
                    if (!attempt.isSuccess()) {
                        if (work != Work.NONE) {
                            tally.failed("no connection");
                        }
                        loop.schedule(this::connect, PAUSE_MS, TimeUnit.MILLISECONDS);
                    }
                });
    }

    /** Gets and sets from now on. */
    void beginLoad(ClientTally counts) {
        begin(Work.LOAD, counts);
    }

    /** Gets each key once, until it is answered. */
    void beginReadBack(ClientTally counts) {
        readBackNext = 0;
        begin(Work.READ_BACK, counts);
    }

    private void begin(Work next, ClientTally counts) {
        work = next;
        tally = counts;
        ask();
    }

    /** Sends nothing more. */
    void rest() {
        work = Work.NONE;
    }

    /** Whether nothing is in flight. */
    boolean isIdle() {
        return !inFlight;
    }

    /** Keys that are still to be read back. */
    int unread() {
        return ledger.size() - readBackNext;
    }

    /** Gives up what has taken too long. */
    void checkTime(long nowNanos) {
        if (inFlight && line != null && nowNanos - sentNanos > REPLY_TIMEOUT_NANOS) {
            inFlight = false;
            tally.lostReply("no reply in 15 s");
            line.close();
        }
    }

    private void ask() {
        if (work == Work.READ_BACK && unread() == 0) {
            work = Work.NONE;
        }
        if (work == Work.NONE || inFlight || pausing || line == null) {
            return;
        }
        slot = work == Work.READ_BACK ? readBackNext : random.nextInt(ledger.size());
        boolean isGet = work == Work.READ_BACK || ledger.isSet(slot) && random.nextInt(GETS_AND_A_SET) > 0;
        setNumber = isGet ? 0 : ledger.nextSet(slot);
        sentNanos = System.nanoTime();
        inFlight = true;
        line.send(isGet ? line.speech.get(ledger.key(slot)) : set(line.speech));
    }

    private Object set(Speech speech) {
        return speech.set(ledger.key(slot), ledger.value(slot, setNumber));
    }

    private void answered(Answer answer) {
        inFlight = false;
        long pauseMs = 0;
        switch (answer) {
            case Answer.Value value -> judge(ledger.read(slot, value), answer);
            case Answer.Written written -> judge(ledger.acknowledged(slot, setNumber, written), answer);
            case Answer.Absent absent -> judge(ledger.absent(slot), absent);
            case Answer.Wrong wrong -> tally.wrong(wrong.why());
            case Answer.Refused refused -> {
                tally.refused();
                pauseMs = Math.clamp(refused.retryAfterMs(), PAUSE_MS, LONGEST_PAUSE_MS);
            }
            case Answer.Failed failed -> {
                tally.failed(failed.kind());
                pauseMs = PAUSE_MS;
            }
        }
        if (work == Work.READ_BACK && pauseMs == 0) {
            readBackNext++;
        }
        if (pauseMs > 0) {
            pausing = true;
            loop.schedule(this::goOn, pauseMs, TimeUnit.MILLISECONDS);
        } else {
            ask();
        }
    }

    private void goOn() {
        pausing = false;
        ask();
    }

    private void judge(KeyLedger.Finding finding, Answer answer) {
        switch (finding) {
            case RIGHT -> tally.right(System.nanoTime() - sentNanos);
            case WRONG -> tally.wrong(ledger.key(slot) + " was answered with " + answer);
            case LOST -> tally.lostSet("a set of " + ledger.key(slot) + " is gone, there is " + answer);
        }
    }

    /** One connection. */
    private final class Line extends ChannelInboundHandlerAdapter {
        private final Speech speech;
        private @Nullable ChannelHandlerContext context;

        Line(Speech speech) {
            this.speech = speech;
        }

        void send(Object request) {
            if (context != null) {
                context.writeAndFlush(request, context.voidPromise());
            }
        }

        void close() {
            if (context != null) {
                context.close();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext opened) {
            context = opened;
            line = this;
            ask();
        }

        @Override
        public void channelRead(ChannelHandlerContext from, Object reply) {
            try {
                boolean wasAsked = inFlight && line == this;
                Answer answer = speech.answer(reply);
                if (!speech.staysOpen() || !wasAsked) {
                    line = null;
                    from.close();
                }
                if (wasAsked) {
                    answered(answer);
                } else if (answer instanceof Answer.Value || answer instanceof Answer.Written) {
                    tally.wrong("a reply to no request: " + answer);
                }
            } finally {
                ReferenceCountUtil.release(reply);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
            from.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ended) {
            if (line == this) {
                line = null;
                if (inFlight) {
                    inFlight = false;
                    tally.lostReply("connection ended without reply");
                }
            }
            loop.schedule(OrdinaryClient.this::connect, PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }
}
