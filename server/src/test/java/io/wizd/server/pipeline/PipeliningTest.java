package io.wizd.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.budget.ProcessorLoad;
import io.wizd.db.Database;
import io.wizd.db.testing.Eventually;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.protocol.Framing;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.FairShare;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.dispatch.AccessControl;
import io.wizd.server.dispatch.Admission;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.route.HttpParts;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.site.Sites;
import io.wizd.server.testing.TestServices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that pipelines messages which are answered at once, beside patient ones, where the processors have no time left: it never
 * has two in flight. Over both faces; the clock of the event loop is the test's.
 */
class PipeliningTest {
    private static final int PATIENT_EACH = 10;
    private static final int AT_ONCE = 1000;
    private static final int UNTIL_FAIR = 25;
    private static final int MANY = 100;

    /** A message that is answered on the event loop, and what each reply to it has once. */
    private enum Face {
        HTTP(
                Unpooled.copiedBuffer("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", StandardCharsets.UTF_8),
                "HTTP/1.1 404"),
        MESSAGES(message("{\"msgType\":\"ping\",\"seqNum\":7}"), "\"seqNum\":7");

        final ByteBuf request;
        final String mark;

        Face(ByteBuf request, String mark) {
            this.request = request;
            this.mark = mark;
        }

        ByteBuf requests(int count) {
            ByteBuf bytes = Unpooled.buffer();
            for (int i = 0; i < count; i++) {
                bytes.writeBytes(request.duplicate());
            }
            return bytes;
        }

        int repliesIn(String text) {
            return text.split(mark, -1).length - 1;
        }

        private static ByteBuf message(String text) {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            return Unpooled.buffer().writeInt(json.length).writeBytes(json);
        }
    }

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Database nowhere = new Database("nowhere", TestServices.NOWHERE, 1, 1, registry);
    private final ProcessorBudgets budgets = ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry);
    private final Memory memory = Memory.of(1 << 20, 32 << 20);
    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final FairShare share = new FairShare(clock.eventLoop(), ProcessorLoad.always(true));

    private Uploads uploads;
    private HttpFace http;
    private MessageFace messages;

    @BeforeEach
    void start() {
        clock.freezeTime();
        uploads = Uploads.of(folder, 1 << 20);
        HandlerTable table = TestServices.table(nowhere, registry);
        Dispatcher dispatcher = new Dispatcher(
                table,
                new AccessControl(new Accounts(nowhere, budgets.passwords())),
                nowhere,
                new Admission(10),
                10_000);
        http = new HttpFace(
                dispatcher,
                table,
                new HttpParts(
                        List.of(), Resources.NOTHING.resource(), Sites.DEFAULT, uploads, budgets.rendering(), "test"),
                null);
        messages = new MessageFace(dispatcher, null);
    }

    @AfterEach
    void stop() {
        uploads.close();
        budgets.close();
        nowhere.close();
    }

    private final class Client {
        final EmbeddedChannel channel = new EmbeddedChannel();
        final Face face;

        Client(Face face) {
            this.face = face;
            add(face, channel, share);
        }

        void send(int requests) {
            channel.writeInbound(face.requests(requests));
        }

        /** Replies since this was asked before. */
        int replies() {
            channel.runPendingTasks();
            StringBuilder text = new StringBuilder();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                text.append(out.toString(StandardCharsets.ISO_8859_1));
                out.release();
            }
            return face.repliesIn(text.toString());
        }

        void sendPatiently() {
            for (int i = 0; i < PATIENT_EACH; i++) {
                send(1);
                assertThat(replies()).isEqualTo(1);
            }
        }
    }

    private void add(Face face, Channel channel, FairShare fairShare) {
        Connection connection = new Connection(channel, 256, fairShare, memory, null, TrustedProxies.NONE);
        if (face == Face.HTTP) {
            http.addTo(channel.pipeline(), connection, ConnectionLimits.defaults());
        } else {
            messages.addTo(channel.pipeline(), connection, ConnectionLimits.defaults(), Framing.LENGTH_PREFIXED);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void nextTurn() {
        clock.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
    }

    @ParameterizedTest
    @EnumSource
    void getsAsManyRepliesAsAPatientOneAndInTheEndAll(Face face) {
        List<Client> patient =
                IntStream.range(0, 8).mapToObj(i -> new Client(face)).toList();
        Client pipelining = new Client(face);
        int unanswered = 0;
        int answered = 0;
        for (int turn = 0; turn < UNTIL_FAIR; turn++) {
            patient.forEach(Client::sendPatiently);
            if (unanswered < AT_ONCE) {
                pipelining.send(AT_ONCE);
                unanswered += AT_ONCE;
            }
            answered = pipelining.replies();
            unanswered -= answered;
            nextTurn();
        }
        assertThat(answered).isEqualTo(PATIENT_EACH);

        pipelining.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        for (int turn = 0; turn < MANY && unanswered > 0; turn++) {
            unanswered -= pipelining.replies();
            nextTurn();
        }
        assertThat(unanswered).as("it is alone now").isZero();
        pipelining.channel.runPendingTasks();
        assertThat(pipelining.channel.isActive()).as("its input had ended").isFalse();
    }

    /** A thousand connections that send thousands each would keep a loop for seconds. */
    @ParameterizedTest
    @EnumSource
    void theOtherConnectionsOfTheLoopComeBetween(Face face) throws Exception {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        EventLoopGroup clients = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        List<Channel> answered = new CopyOnWriteArrayList<>();
        CountDownLatch bothHaveSent = new CountDownLatch(1);
        try {
            Channel server = new ServerBootstrap()
                    .group(loop)
                    .channel(LocalServerChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new RepliesOf(face, answered));
                            add(face, channel, new FairShare(channel.eventLoop(), ProcessorLoad.always(false)));
                        }
                    })
                    .bind(new LocalAddress(PipeliningTest.class))
                    .sync()
                    .channel();
            Bootstrap client = new Bootstrap()
                    .group(clients)
                    .channel(LocalChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            // What it is told is noted where it is written.
                        }
                    });
            Channel pipelining = client.connect(server.localAddress()).sync().channel();
            Channel other = client.connect(server.localAddress()).sync().channel();
            pipelining.writeAndFlush(face.requests(1)).sync();
            other.writeAndFlush(face.requests(1)).sync();
            Eventually.await("both are read from", () -> answered.size() == 2);
            answered.clear();
            loop.execute(() -> await(bothHaveSent));
            pipelining.writeAndFlush(face.requests(AT_ONCE)).sync();
            other.writeAndFlush(face.requests(1)).sync();
            bothHaveSent.countDown();
            Eventually.await("all are answered", () -> answered.size() == AT_ONCE + 1);
            Channel first = answered.getFirst();
            assertThat(answered.stream().takeWhile(channel -> channel == first))
                    .as("replies before the other one's; its own comes first where it was accepted first")
                    .hasSizeLessThanOrEqualTo(64);
        } finally {
            bothHaveSent.countDown();
            clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /** Notes whose replies are written, in their order. */
    private static final class RepliesOf extends ChannelOutboundHandlerAdapter {
        private final Face face;
        private final List<Channel> answered;

        RepliesOf(Face face, List<Channel> answered) {
            this.face = face;
            this.answered = answered;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            int replies = face.repliesIn(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
            answered.addAll(Collections.nCopies(replies, context.channel()));
            context.write(message, promise);
        }
    }
}
