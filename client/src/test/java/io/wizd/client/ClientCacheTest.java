package io.wizd.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which answers are kept, for whom and how long; the clock is the test's. */
@Timeout(180)
class ClientCacheTest {
    private static final CachePolicy FIBS = new CachePolicy(Set.of("fib"), 10_000, 1_000);

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final CopyOnWriteArrayList<Runnable> held = new CopyOnWriteArrayList<>();
    private TestServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server = TestServer.start((message, peer) -> {
            int number = asked.incrementAndGet();
            String body = message.body().toString();
            if (body.contains("fault")) {
                peer.refuse(message, Fault.ofField("N", "no"));
            } else if (body.contains("hold")) {
                held.add(() -> peer.reply(message, Json.of("" + number)));
            } else if (body.contains("large")) {
                peer.reply(message, Json.of("\"" + "x".repeat(6_000) + "\""));
            } else {
                peer.reply(message, Json.of("" + number));
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Client client(CachePolicy policy) {
        return new Client(server.config().withCache(policy), new MicrometerMetrics(registry), clock::get);
    }

    @Test
    void anAnswerIsKeptUntilItExpires() {
        Json ten = Json.of("{\"N\":10}");
        try (Client client = client(FIBS)) {
            assertThat(client.call("fib", ten)).isEqualTo(Json.of("1"));
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
            assertThat(client.call("fib", ten)).isEqualTo(Json.of("1"));
            assertThat(client.call("fib", Json.of("{\"N\":11}"))).isEqualTo(Json.of("2"));
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(2));
            assertThat(client.call("fib", ten)).isEqualTo(Json.of("3"));
            assertThat(registry.counter("wizd.client.cache", "result", "hit").count())
                    .isEqualTo(1);
            assertThat(registry.counter("wizd.client.cache", "result", "miss").count())
                    .isEqualTo(3);
        }
    }

    @Test
    void nothingIsKeptUnlessItsTypeIsNamed() {
        try (Client client = client(FIBS);
                Client without = new Client(server.config())) {
            client.call("kv-get", Json.EMPTY_OBJECT);
            client.call("kv-get", Json.EMPTY_OBJECT);
            without.call("fib", Json.EMPTY_OBJECT);
            without.call("fib", Json.EMPTY_OBJECT);
            assertThat(asked).hasValue(4);
        }
    }

    @Test
    void whoAsksIsPartOfTheKey() throws Exception {
        try (Client client = client(FIBS)) {
            Message ofAnn = new Message("fib", null, "ann", null, "t1", null, Json.EMPTY_OBJECT);
            Message ofBob = new Message("fib", null, "bob", null, "t2", null, Json.EMPTY_OBJECT);
            assertThat(client.send(ofAnn).get()).isEqualTo(Json.of("1"));
            assertThat(client.send(ofBob).get()).isEqualTo(Json.of("2"));
            assertThat(client.call("fib", Json.EMPTY_OBJECT)).isEqualTo(Json.of("3"));
            assertThat(client.send(ofAnn).get()).isEqualTo(Json.of("1"));
        }
    }

    @Test
    void anErrorIsNotKept() {
        try (Client client = client(FIBS)) {
            for (int i = 1; i <= 2; i++) {
                assertThatThrownBy(() -> client.call("fib", Json.of("{\"fault\":1}")))
                        .isInstanceOf(ReplyException.class);
                assertThat(asked).hasValue(i);
            }
        }
    }

    @Test
    void equalCallsAtTheSameTimeShareOneRequestEachWithItsOwnTime() throws Exception {
        Json hold = Json.of("{\"hold\":1}");
        try (Client client = client(FIBS)) {
            CompletableFuture<Json> first = client.send("fib", hold);
            Eventually.await("it has arrived", () -> held.size() == 1);
            CompletableFuture<ReplyMessage> impatient = client.exchange(Message.of("fib", hold), 20);
            CompletableFuture<Json> second = client.send("fib", hold);
            assertThatThrownBy(() -> impatient.get(60, SECONDS)).hasCauseInstanceOf(CallTimeoutException.class);
            held.forEach(Runnable::run);
            assertThat(first).succeedsWithin(60, SECONDS).isEqualTo(Json.of("1"));
            assertThat(second).succeedsWithin(60, SECONDS).isEqualTo(Json.of("1"));
            assertThat(asked).hasValue(1);
            assertThat(registry.counter("wizd.client.cache", "result", "shared").count())
                    .isEqualTo(2);
        }
    }

    @Test
    void whoSharesWithOneWhoHadLessTimeAsksAgain() throws Exception {
        Json hold = Json.of("{\"hold\":1}");
        try (Client client = client(FIBS)) {
            CompletableFuture<ReplyMessage> impatient = client.exchange(Message.of("fib", hold), 300);
            CompletableFuture<Json> patient = client.send("fib", hold);
            assertThatThrownBy(() -> impatient.get(60, SECONDS)).hasCauseInstanceOf(CallTimeoutException.class);
            Eventually.await("it has arrived again", () -> held.size() == 2);
            held.forEach(Runnable::run);
            assertThat(patient).succeedsWithin(60, SECONDS).isEqualTo(Json.of("2"));
        }
    }

    @Test
    void itStaysWithinItsBytes() {
        ReplyCache cache = new ReplyCache(FIBS, ClientMetrics.NONE, clock::get, GlobalEventExecutor.INSTANCE);
        for (int n = 0; n < 100; n++) {
            ReplyMessage reply =
                    ReplyMessage.read(("{\"seqNum\":1,\"result\":{\"Error\":0},\"data\":\"" + "x".repeat(1_000) + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
            Message message = Message.of("fib", Json.of("{\"N\":" + n + "}"));
            assertThat(cache.get(message, 1_000, () -> CompletableFuture.completedFuture(reply)))
                    .isCompletedWithValue(reply);
            assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(cache.bytes()).isGreaterThan(5_000);
    }

    @Test
    void anAnswerLargerThanTheCacheIsGivenAndNotKept() {
        try (Client client = client(new CachePolicy(Set.of("fib"), 5_000, 1_000))) {
            Json large = Json.of("{\"large\":1}");
            assertThat(client.call("fib", large).length()).isEqualTo(6_002);
            assertThat(client.call("fib", large).length()).isEqualTo(6_002);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void onlyReadsMayBeKept() throws Exception {
        assertThatThrownBy(() -> client(new CachePolicy(Set.of("kv-set"), 1, 1)).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the answers of kv-set cannot be kept: it is not a READ");
        TestServer.Behaviour types = (message, peer) -> peer.reply(
                message,
                message.msgType().equals("types")
                        ? Json.of("{\"types\":[{\"type\":\"charge\",\"effect\":\"WRITE\"}]}")
                        : Json.EMPTY_OBJECT);
        try (TestServer told = TestServer.start(types);
                Client client = new Client(told.config().withCache(new CachePolicy(Set.of("charge"), 1_000, 1_000)))) {
            Eventually.await("the client knows that it is a write", () -> {
                var failure = client.send("charge", Json.EMPTY_OBJECT)
                        .handle((data, thrown) -> thrown)
                        .join();
                return failure instanceof IllegalArgumentException;
            });
        }
    }
}
