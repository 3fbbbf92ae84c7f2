package io.wizd.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.wizd.client.ServerState.Health;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which server gets a call, and which are found down. */
@Timeout(180)
class SeveralServersTest {
    /** So quick that a test need not wait, so slow that a busy machine is in time. */
    private static final HealthPolicy QUICK = new HealthPolicy(20, 1_000, 5, 50);

    private static ClientConfig config(ServerAddress... servers) {
        return ClientConfig.at(List.of(servers)).withHealth(QUICK);
    }

    private static void awaitUp(Client client, int servers) {
        Eventually.await(
                servers + " servers are up",
                () -> client.servers().stream().filter(ServerState::isUp).count() == servers);
    }

    private static ServerAddress nowhere() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new ServerAddress("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void aCallGoesWhereTheFewestAreInFlight() throws Exception {
        List<Runnable> atFirst = new CopyOnWriteArrayList<>();
        List<Runnable> atSecond = new CopyOnWriteArrayList<>();
        try (TestServer first = TestServer.start((m, peer) -> atFirst.add(() -> peer.reply(m, m.body())));
                TestServer second = TestServer.start((m, peer) -> atSecond.add(() -> peer.reply(m, m.body())));
                Client client = new Client(config(first.address(), second.address()))) {
            awaitUp(client, 2);
            for (int i = 0; i < 20; i++) {
                client.send("hold", Json.EMPTY_OBJECT);
            }
            Eventually.await("all have arrived", () -> atFirst.size() + atSecond.size() == 20);
            assertThat(atFirst).hasSize(10);

            atSecond.forEach(Runnable::run);
            Eventually.await("the second is done", () -> client.inFlight() == 10);
            for (int i = 0; i < 8; i++) {
                client.send("hold", Json.EMPTY_OBJECT);
            }
            Eventually.await("the second got them all", () -> atSecond.size() == 18);
            assertThat(atFirst).hasSize(10);
        }
    }

    @Test
    void severalConnectionsToOneServerShareTheCalls() throws Exception {
        List<Object> peers = new ArrayList<>();
        TestServer.Behaviour hold = (message, peer) -> {
            synchronized (peers) {
                peers.add(peer.channel());
            }
        };
        try (TestServer server = TestServer.start(hold);
                Client client =
                        new Client(server.config().withHealth(QUICK).withLimits(new CallLimits(3, 10_000, 256)))) {
            // It is up with its first connection; the others follow.
            Eventually.await("calls came over three connections", () -> {
                client.send("hold", Json.EMPTY_OBJECT);
                synchronized (peers) {
                    return peers.stream().distinct().count() == 3;
                }
            });
        }
    }

    @Test
    void tellsOfEachServerWhatItKnows() throws Exception {
        ServerAddress nowhere = nowhere();
        try (TestServer server = TestServer.echo();
                Client client = new Client(config(server.address(), nowhere))) {
            awaitUp(client, 1);
            Eventually.await(
                    "the other is down", () -> client.servers().getLast().health() == Health.DOWN);
            assertThat(client.servers().getFirst()).satisfies(up -> {
                assertThat(up.address()).isEqualTo(server.address());
                assertThat(up.version()).contains("1.2");
                assertThat(up.roundTrip())
                        .get()
                        .satisfies(time -> assertThat(time).isPositive());
                assertThat(up.lastError()).isEmpty();
            });
            assertThat(client.servers().getLast().lastError())
                    .get()
                    .asString()
                    .contains("no wizd at " + nowhere + ": connection refused");
            for (int i = 0; i < 100; i++) {
                client.call("echo", Json.EMPTY_OBJECT);
            }
        }
    }

    @Test
    void whereAllAreDownACallFailsAtOnceAndSaysWhyForEach() throws Exception {
        ServerAddress first = nowhere();
        ServerAddress second = nowhere();
        try (Client client = new Client(config(first, second))) {
            assertThatThrownBy(() -> client.call("fib", Json.EMPTY_OBJECT))
                    .asInstanceOf(type(ConnectionException.class))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .satisfies(e -> assertThat(e.getMessage())
                            .startsWith("fib: no server is up: ")
                            .contains("no wizd at " + first + ": ", "no wizd at " + second + ": "));
        }
    }

    @Test
    void aServerThatComesBackGetsCallsAgain() throws Exception {
        TestServer.Behaviour echo = (message, peer) -> peer.reply(message, message.body());
        TestServer server = TestServer.start(echo);
        ServerAddress address = server.address();
        try (Client client = new Client(config(address))) {
            client.call("echo", Json.EMPTY_OBJECT);
            server.close();
            Eventually.await("it is down", () -> client.servers().getFirst().health() == Health.DOWN);
            assertThatThrownBy(() -> client.call("echo", Json.EMPTY_OBJECT)).isInstanceOf(ConnectionException.class);
            try (TestServer again = TestServer.start(address.port(), echo)) {
                awaitUp(client, 1);
                assertThat(client.call("echo", Json.EMPTY_OBJECT)).isEqualTo(Json.EMPTY_OBJECT);
                assertThat(again.address()).isEqualTo(address);
            }
        } finally {
            server.close();
        }
    }

    @Test
    void aServerThatAcceptsAndNeverAnswersGetsNoCall() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestServer server = TestServer.echo();
                Client client = new Client(ClientConfig.at(
                                List.of(new ServerAddress("127.0.0.1", silent.getLocalPort()), server.address()))
                        .withHealth(new HealthPolicy(20, 200, 5, 50)))) {
            for (int i = 0; i < 100; i++) {
                client.call("echo", Json.EMPTY_OBJECT);
            }
            Eventually.await(
                    "it is found down",
                    () -> client.servers()
                            .getFirst()
                            .lastError()
                            .equals(Optional.of("no answer to a ping within 200 ms")));
        }
    }

    @Test
    void aServerThatFallsSilentIsTakenOutAndItsReadsGoElsewhere() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        TestServer.Behaviour silentFromTheFirstCallOn = (message, peer) -> {
            if (message.msgType().equals("fib")) {
                reached.incrementAndGet();
            } else if (reached.get() == 0) {
                peer.reply(message, TestServer.PONG);
            }
        };
        try (TestServer falling = TestServer.startBare(silentFromTheFirstCallOn);
                TestServer other = TestServer.echo();
                Client client = new Client(
                        config(falling.address(), other.address()).withHealth(new HealthPolicy(20, 200, 5, 50)))) {
            awaitUp(client, 2);
            List<CompletableFuture<Json>> reads = new ArrayList<>();
            while (reached.get() == 0) {
                reads.add(client.send("fib", Json.EMPTY_OBJECT));
            }
            for (CompletableFuture<Json> read : reads) {
                assertThat(read).succeedsWithin(60, SECONDS);
            }
            assertThat(client.servers().getFirst().lastError()).contains("no answer to a ping within 200 ms");
        }
    }

    @Test
    void aLongReplyIsASignOfLife() throws Exception {
        byte[] head = {0, 0, 4, 0};
        List<TestServer.Peer> peers = new ArrayList<>();
        AtomicInteger pings = new AtomicInteger();
        TestServer.Behaviour dripping = (message, peer) -> {
            if (message.msgType().equals("ping") && pings.incrementAndGet() == 1) {
                peer.reply(message, TestServer.PONG);
            } else if (message.msgType().equals("fib")) {
                peer.raw(head);
                peers.add(peer);
                peer.channel()
                        .eventLoop()
                        .scheduleAtFixedRate(() -> peer.raw(new byte[] {' '}), 0, 20, TimeUnit.MILLISECONDS);
            }
        };
        try (TestServer server = TestServer.startBare(dripping);
                Client client = new Client(server.config().withHealth(new HealthPolicy(20, 300, 5, 50)))) {
            awaitUp(client, 1);
            assertThatThrownBy(() -> client.exchange(Message.of("fib", Json.EMPTY_OBJECT), 1_500)
                            .get())
                    .cause()
                    .isInstanceOf(CallTimeoutException.class);
            assertThat(client.servers().getFirst().isUp()).isTrue();
        }
    }

    @Test
    void aSlowServerStaysUpAndKeepsItsCalls() throws Exception {
        List<Runnable> held = new ArrayList<>();
        AtomicInteger pings = new AtomicInteger();
        TestServer.Behaviour slow = (message, peer) -> {
            if (message.msgType().equals("ping")) {
                peer.reply(message, TestServer.PONG);
                if (pings.incrementAndGet() > 10) {
                    held.forEach(Runnable::run);
                    held.clear();
                }
            } else {
                held.add(() -> peer.reply(message, message.body()));
            }
        };
        try (TestServer server = TestServer.startBare(slow);
                Client client = new Client(server.config().withHealth(QUICK))) {
            assertThat(client.call("kv-create", Json.of("{\"a\":1}"))).isEqualTo(Json.of("{\"a\":1}"));
            assertThat(client.servers().getFirst().lastError()).isEmpty();
        }
    }

    @Test
    void aServerThatIsStoppingLosesNoCall() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        Fault stopping = Fault.of(ErrorCode.STOPPING).retryAfterMs(60_000);
        TestServer.Behaviour stop = (message, peer) -> {
            refused.incrementAndGet();
            peer.refuse(message, stopping);
        };
        try (TestServer first = TestServer.start(stop);
                TestServer second = TestServer.echo();
                Client client = new Client(config(first.address(), second.address()))) {
            awaitUp(client, 2);
            List<CompletableFuture<Json>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(client.send("kv-create", Json.of("{\"n\":" + i + "}")));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get(60, SECONDS)).isEqualTo(Json.of("{\"n\":" + i + "}"));
            }
            assertThat(refused.get()).isPositive();
        }
    }

    @Test
    void closingLeavesNoThread() throws Exception {
        try (TestServer server = TestServer.echo()) {
            Client client = new Client(config(server.address(), nowhere()));
            client.call("echo", Json.EMPTY_OBJECT);
            assertThat(threads()).isNotEmpty();
            client.close();
            Eventually.await("its threads have ended", () -> threads().isEmpty());
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("wizd-client"))
                .toList();
    }
}
