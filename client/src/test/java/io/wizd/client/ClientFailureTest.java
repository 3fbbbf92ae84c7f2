package io.wizd.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ClientFailureTest {
    private static final TestServer.Behaviour SILENT = (message, peer) -> {};

    @Test
    void aTimeoutTellsTypeTimeAndCompany() throws Exception {
        try (TestServer server = TestServer.start(SILENT);
                Client client = new Client(server.config())) {
            client.call("ping", Json.EMPTY_OBJECT);
            CompletableFuture<Json> other = client.send("other", Json.EMPTY_OBJECT);
            CompletableFuture<ReplyMessage> reply = client.exchange(Message.of("kv-set", Json.EMPTY_OBJECT), 50);

            assertThatThrownBy(reply::get)
                    .cause()
                    .asInstanceOf(type(CallTimeoutException.class))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                    .satisfies(
                            e -> assertThat(e.getMessage())
                                    .matches(
                                            "kv-set: no reply from 127\\.0\\.0\\.1:\\d+ within 50 ms \\(\\d+ ms elapsed, "
                                                    + "1 others in flight, connected\\); the message may have been carried out: send it again only if doing it twice does no harm"));
            assertThat(other).isNotDone();
            assertThat(client.inFlight()).isEqualTo(1);
        }
    }

    @Test
    void aReplyAfterTheTimeoutIsDropped() throws Exception {
        List<Message> held = new ArrayList<>();
        TestServer.Behaviour replyLate = (message, peer) -> {
            held.add(message);
            if (message.msgType().equals("second")) {
                held.forEach(m -> peer.reply(m, Json.of("\"" + m.msgType() + "\"")));
            }
        };
        try (TestServer server = TestServer.start(replyLate);
                Client client = new Client(server.config())) {
            CompletableFuture<ReplyMessage> first = client.exchange(Message.of("first", Json.EMPTY_OBJECT), 30);
            assertThat(first).failsWithin(60, SECONDS);
            assertThat(client.call("second", Json.EMPTY_OBJECT)).isEqualTo(Json.of("\"second\""));
        }
    }

    @Test
    void aLostConnectionFailsAllInFlightAtOnceAndTheNextCallConnectsAnew() throws Exception {
        TestServer.Behaviour closeOnThird = (message, peer) -> {
            if (message.msgType().equals("close")) {
                peer.channel().close();
            } else if (message.msgType().equals("echo")) {
                peer.reply(message, message.body());
            }
        };
        try (TestServer server = TestServer.start(closeOnThird);
                Client client = new Client(server.config())) {
            CompletableFuture<Json> first = client.send("hold", Json.EMPTY_OBJECT);
            CompletableFuture<Json> second = client.send("hold", Json.EMPTY_OBJECT);
            CompletableFuture<Json> third = client.send("close", Json.EMPTY_OBJECT);
            for (CompletableFuture<Json> lost : List.of(first, second, third)) {
                assertThatThrownBy(() -> lost.get(60, SECONDS))
                        .cause()
                        .asInstanceOf(type(ConnectionException.class))
                        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                        .satisfies(e -> assertThat(e).hasMessageContaining("the server closed the connection"));
            }
            assertThat(client.inFlight()).isZero();
            assertThat(client.call("echo", Json.of("{\"a\":1}"))).isEqualTo(Json.of("{\"a\":1}"));
        }
    }

    @Test
    void nobodyAtTheAddressMeansThatNothingWasSent() throws Exception {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        try (Client client = new Client(ClientConfig.at("127.0.0.1", freePort))) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> client.call("ping", Json.EMPTY_OBJECT))
                        .hasMessageContaining("no wizd at 127.0.0.1:" + freePort)
                        .asInstanceOf(type(ConnectionException.class))
                        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                        .satisfies(e -> assertThat(e.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(ClientFailureTest.class.getName())));
            }
            assertThat(client.inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "{}",
                "[]",
                "{\"seqNum\":1,\"result\":{\"Error\":\"0\"}}",
                "{\"seqNum\":1,\"result\":7}",
                "{\"seqNum\":1,\"result\":{\"Error\":0}} {}",
                "{\"seqNum\":1.5,\"result\":{\"Error\":0}}",
                "{\"seqNum\":\"one\",\"result\":{\"Error\":0}}",
                "{\"seqNum\":1,\"result\":{\"Error\":0},\"data\":{\"a\":",
                ""
            })
    void garbageEndsTheConnectionAndTheCallsOnIt(String garbage) throws Exception {
        try (TestServer server = TestServer.start((message, peer) -> peer.text(garbage));
                Client client = new Client(server.config())) {
            assertThatThrownBy(() -> client.call("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("the server sent an invalid reply");
        }
    }

    @Test
    void anotherProtocolIsRecognised() throws Exception {
        byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (TestServer server = TestServer.start((message, peer) -> peer.raw(http));
                Client client = new Client(server.config())) {
            assertThatThrownBy(() -> client.call("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("the server sent an invalid reply: the length prefix says 1213486160 bytes");
        }
    }

    @Test
    void aRefusalThatNamesNoMessageIsTheReasonOfTheLoss() throws Exception {
        Fault tooLarge = Fault.of(ErrorCode.TOO_LARGE);
        TestServer.Behaviour refuse = (message, peer) -> peer.refuse(Message.of("x", Json.EMPTY_OBJECT), tooLarge);
        try (TestServer server = TestServer.start(refuse);
                Client client = new Client(server.config())) {
            assertThatThrownBy(() -> client.call("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("the server refused what was sent: 413 TOO_LARGE");
        }
    }

    @Test
    void oneCallMoreWaitsForItsTurnAndIsThenRefused() throws Exception {
        List<Runnable> held = new ArrayList<>();
        TestServer.Behaviour hold = (message, peer) -> held.add(() -> peer.reply(message, message.body()));
        try (TestServer server = TestServer.start(hold);
                Client client = new Client(server.config().withMaxInFlight(2))) {
            CompletableFuture<ReplyMessage> first = client.exchange(Message.of("x", Json.EMPTY_OBJECT), 1_000);
            client.send("x", Json.EMPTY_OBJECT);
            assertThatThrownBy(() -> client.exchange(Message.of("x", Json.EMPTY_OBJECT), 20)
                            .get())
                    .cause()
                    .isInstanceOf(ClientBusyException.class)
                    .hasMessageContaining("x: 2 calls to 127.0.0.1:" + server.port() + " are in flight");

            // This one waits, and gets the turn of the first, which times out.
            CompletableFuture<Json> fourth = client.send("x", Json.EMPTY_OBJECT);
            assertThat(first).failsWithin(Duration.ofSeconds(60));
            assertThat(fourth).isNotDone();
        }
    }

    @Test
    void theEventLoopNeverWaitsForItself() throws Exception {
        TestServer.Behaviour replyToFirst = (message, peer) -> {
            if (message.msgType().equals("first")) {
                peer.reply(message, message.body());
            }
        };
        try (TestServer server = TestServer.start(replyToFirst);
                Client client = new Client(server.config().withMaxInFlight(1))) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            CompletableFuture<CompletableFuture<Json>> overfull = new CompletableFuture<>();
            client.send("first", Json.EMPTY_OBJECT).thenAccept(data -> {
                client.send("hold", Json.EMPTY_OBJECT);
                overfull.complete(client.send("hold", Json.EMPTY_OBJECT));
                try {
                    client.call("never", Json.EMPTY_OBJECT);
                } catch (IllegalStateException e) {
                    thrown.complete(e);
                }
            });
            assertThatThrownBy(() -> overfull.get(60, SECONDS).get(60, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ClientBusyException.class);
            assertThat(thrown.get(60, SECONDS)).hasMessageContaining("would wait for itself");
        }
    }

    @Test
    void closingFailsWhatIsInFlightAndWhatComesAfter() throws Exception {
        try (TestServer server = TestServer.start(SILENT)) {
            Client client = new Client(server.config());
            CompletableFuture<Json> inFlight = client.send("x", Json.EMPTY_OBJECT);
            client.close();
            client.close();
            assertThatThrownBy(() -> inFlight.get(60, SECONDS))
                    .cause()
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("the client was closed");
            assertThatThrownBy(() -> client.call("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("the client is closed; the message was not sent and can be sent again");
            assertThat(client.inFlight()).isZero();
        }
    }
}
