package io.wizd.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ClientTest {
    @Test
    void repliesFindTheirCallsOutOfOrderAndFromManyThreads() throws Exception {
        int threads = 8;
        int callsPerThread = 400;
        List<Runnable> replies = new ArrayList<>();
        TestServer.Behaviour shuffled = (message, peer) -> {
            replies.add(() -> peer.reply(message, message.body()));
            if (replies.size() == 32) {
                Collections.shuffle(replies);
                replies.forEach(Runnable::run);
                replies.clear();
            }
        };
        try (TestServer server = TestServer.start(shuffled);
                Client client = new Client(server.config().withMaxInFlight(100));
                ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            List<Future<List<CompletableFuture<Json>>>> sent = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * callsPerThread;
                sent.add(callers.submit(() -> sendNumbers(client, first, callsPerThread)));
            }
            int n = 0;
            for (Future<List<CompletableFuture<Json>>> ofThread : sent) {
                for (CompletableFuture<Json> reply : ofThread.get()) {
                    assertThat(reply.get()).isEqualTo(Json.of("{\"n\":" + n++ + "}"));
                }
            }
            assertThat(n).isEqualTo(threads * callsPerThread);
            assertThat(client.inFlight()).isZero();
        }
    }

    private static List<CompletableFuture<Json>> sendNumbers(Client client, int first, int count) {
        List<CompletableFuture<Json>> replies = new ArrayList<>();
        for (int n = first; n < first + count; n++) {
            replies.add(client.send("echo", Json.of("{\"n\":" + n + "}")));
        }
        return replies;
    }

    record Point(int x, int y) {}

    @Test
    void sendsAndReadsValues() throws Exception {
        try (TestServer server = TestServer.echo();
                Client client = new Client(server.config())) {
            assertThat(client.call("echo", new Point(1, 2), Point.class)).isEqualTo(new Point(1, 2));
            assertThatThrownBy(() -> client.call("echo", new Point(1, 2), Integer.class))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void anErrorReplyIsAnExceptionWithTheFault() throws Exception {
        Fault fault = Fault.ofField("key", "key is missing").retryAfterMs(20);
        try (TestServer server = TestServer.start((message, peer) -> peer.refuse(message, fault));
                Client client = new Client(server.config())) {
            assertThatThrownBy(() -> client.call("kv-get", Json.EMPTY_OBJECT))
                    .hasMessage("kv-get: 400 BAD_FIELD: key is missing")
                    .asInstanceOf(type(ReplyException.class))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(fault))
                    .satisfies(e -> assertThat(e.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(ClientTest.class.getName())));
        }
    }

    @Test
    void keepsTheNameOfACodeThatOnlyANewerServerKnows() throws Exception {
        String reply = "{\"msgType\":\"x\",\"seqNum\":1,\"new\":[{}],\"result\":{\"Error\":404,\"Code\":\"PLOT_GONE\","
                + "\"Description\":\"it is gone\",\"Hint\":{\"a\":1}}}";
        try (TestServer server = TestServer.start((message, peer) -> peer.text(reply));
                Client client = new Client(server.config())) {
            assertThatThrownBy(() -> client.call("x", Json.EMPTY_OBJECT))
                    .asInstanceOf(type(ReplyException.class))
                    .satisfies(e -> assertThat(e.error())
                            .isEqualTo(new ReplyError(404, "PLOT_GONE", "it is gone", null, null, List.of())))
                    .satisfies(e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void anErrorNamesAllFieldsThatAreWrong() throws Exception {
        Fault fault = Fault.of(List.of(Fault.ofField("lat", "lat is missing"), Fault.ofField("lng", "lng is text")));
        try (TestServer server = TestServer.start((message, peer) -> peer.refuse(message, fault));
                Client client = new Client(server.config())) {
            assertThatThrownBy(() -> client.call("update", Json.EMPTY_OBJECT))
                    .asInstanceOf(type(ReplyException.class))
                    .satisfies(e -> assertThat(e.error().errors())
                            .containsExactly(
                                    new ReplyError.WrongField("lat", "BAD_FIELD", "lat is missing"),
                                    new ReplyError.WrongField("lng", "BAD_FIELD", "lng is text")))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
        }
    }

    @Test
    void anErrorReplyIsAValueOfExchange() throws Exception {
        Fault fault = Fault.of(ErrorCode.KEY_NOT_FOUND);
        try (TestServer server = TestServer.start((message, peer) -> peer.refuse(message, fault));
                Client client = new Client(server.config())) {
            ReplyMessage reply = client.exchange(Message.of("kv-get", Json.EMPTY_OBJECT), 5000)
                    .get();
            assertThat(reply.isOk()).isFalse();
            assertThat(reply.text().toString()).startsWith("{\"msgType\":\"kv-get\",\"seqNum\":1,");
        }
    }

    @Test
    void theEnvelopeSaysWhoSends() throws Exception {
        List<Message> received = new CopyOnWriteArrayList<>();
        TestServer.Behaviour keep = (message, peer) -> {
            received.add(message);
            peer.reply(message, Json.NULL);
        };
        Identity ann = Identity.cardUser("ann", "A0001", "t1");
        Message ofBob = new Message("x", null, "bob", null, null, "r-1", Json.of("{\"a\":1}"));
        try (TestServer server = TestServer.start(keep);
                Client client = new Client(server.config().withIdentity(ann));
                Client admin = new Client(server.config().withIdentity(Identity.account("admin", "pä:ss")))) {
            client.call("x", Json.EMPTY_OBJECT);
            client.send(ofBob).get();
            admin.call("x", Json.EMPTY_OBJECT);
        }
        assertThat(received)
                .containsExactly(
                        new Message("x", Json.of("1"), "ann", "A0001", "t1", null, Json.EMPTY_OBJECT),
                        new Message("x", Json.of("2"), "bob", "A0001", "t1", "r-1", Json.of("{\"a\":1}")),
                        new Message("x", Json.of("1"), null, null, "Basic YWRtaW46cMOkOnNz", null, Json.EMPTY_OBJECT));
        assertThat(ann.toString()).doesNotContain("t1");
    }

    @Test
    void aReplyMayBeCutAnywhere() throws Exception {
        TestServer.Behaviour inTwoParts = (message, peer) -> {
            byte[] reply = replyBytes(message);
            int cut = Math.min(
                    reply.length, Integer.parseInt(message.body().toString().replaceAll("\\D", "")));
            peer.raw(Arrays.copyOf(reply, cut));
            peer.channel().eventLoop().execute(() -> peer.raw(Arrays.copyOfRange(reply, cut, reply.length)));
        };
        try (TestServer server = TestServer.start(inTwoParts);
                Client client = new Client(server.config())) {
            for (int cut = 0; cut < 60; cut++) {
                Json body = Json.of("{\"cut\":" + cut + "}");
                assertThat(client.send("x", body)).succeedsWithin(60, SECONDS).isEqualTo(body);
            }
        }
    }

    private static byte[] replyBytes(Message message) {
        byte[] text = ("{\"seqNum\":" + message.seqNum() + ",\"result\":{\"Error\":0},\"data\":" + message.body() + "}")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + text.length)
                .putInt(text.length)
                .put(text)
                .array();
    }

    @Test
    void aReplyMayBeHuge() throws Exception {
        Json huge = Json.of("\"" + "x".repeat(15_000_000) + "\"");
        try (TestServer server = TestServer.start((message, peer) -> peer.reply(message, huge));
                Client client = new Client(server.config())) {
            assertThat(client.call("x", Json.EMPTY_OBJECT).equals(huge)).isTrue();
        }
    }
}
