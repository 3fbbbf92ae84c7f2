package io.wizd.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent again, and what is not. The server counts what it reads. */
@Timeout(180)
class RetryTest {
    private static final HealthPolicy QUICK = new HealthPolicy(50, 1_000, 5, 50);

    private static final Json TYPES = Json.of("""
            {"types":[{"type":"member-create","effect":"WRITE","requestId":true},{"type":"register","effect":"IDEMPOTENT_WRITE","requestId":true},
            {"type":"look","aliases":["see"],"effect":"READ"},{"type":"put","effect":"IDEMPOTENT_WRITE"},
            {"type":"add","effect":"WRITE"},{"type":"later","effect":"FROM_THE_FUTURE"}]}""");

    private final AtomicInteger read = new AtomicInteger();

    /** Reads a message, and is gone; from the given time on, it answers. */
    private TestServer.Behaviour answerFrom(int time) {
        return (message, peer) -> {
            if (message.msgType().equals("types")) {
                peer.reply(message, TYPES);
            } else if (read.incrementAndGet() < time) {
                peer.channel().close();
            } else {
                peer.reply(message, message.body());
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"look, 2", "see, 2", "put, 2", "add, 1", "later, 1", "unheard-of, 1"})
    void whatWasSentAndLostIsSentAgainWhereTheServerSaysThatItDoesNoHarm(String msgType, int times) throws Exception {
        try (TestServer server = TestServer.start(answerFrom(2));
                Client client = new Client(server.config().withHealth(QUICK))) {
            var reply = client.send(msgType, Json.EMPTY_OBJECT);
            if (times == 2) {
                assertThat(reply).succeedsWithin(60, SECONDS).isEqualTo(Json.EMPTY_OBJECT);
            } else {
                assertThatThrownBy(() -> reply.get(60, SECONDS))
                        .cause()
                        .hasMessage(
                                msgType
                                        + ": the server closed the connection; the message may have been carried out: send it again only if doing it twice does no harm")
                        .asInstanceOf(type(ConnectionException.class))
                        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
            }
            // The connection is in order, so whatever was sent on it before this was read.
            client.call("ping", Json.EMPTY_OBJECT);
            assertThat(read).hasValue(times);
        }
    }

    @ParameterizedTest
    @CsvSource({"member-create, 2", "register, 2", "kv-create, 1"})
    void aRequestIdMakesAWriteRepeatableWhereTheServerHonoursIt(String msgType, int times) throws Exception {
        Message message = new Message(msgType, null, null, null, null, "r-1", Json.EMPTY_OBJECT);
        try (TestServer server = TestServer.start(answerFrom(2));
                Client client = new Client(server.config().withHealth(QUICK))) {
            client.send(message).handle((data, failure) -> failure == null).get(60, SECONDS);
            client.call("ping", Json.EMPTY_OBJECT);
            assertThat(read).hasValue(times);
        }
    }

    @ParameterizedTest
    @CsvSource({"fib, 2", "kv-set, 2", "kv-create, 1"})
    void whatThisVersionKnowsHoldsWhereNoServerTellsTheTypes(String msgType, int times) throws Exception {
        TestServer.Behaviour noTypes = (message, peer) -> {
            if (message.msgType().equals("types")) {
                peer.refuse(message, Fault.of(ErrorCode.UNKNOWN_TYPE));
            } else {
                answerFrom(2).received(message, peer);
            }
        };
        try (TestServer server = TestServer.start(noTypes);
                Client client = new Client(server.config().withHealth(QUICK))) {
            client.send(msgType, Json.EMPTY_OBJECT)
                    .handle((data, failure) -> failure == null)
                    .get(60, SECONDS);
            client.call("ping", Json.EMPTY_OBJECT);
            assertThat(read).hasValue(times);
        }
    }

    @Test
    void aMessageThatEndsEveryServerIsSentThreeTimes() throws Exception {
        try (TestServer server = TestServer.start(answerFrom(100));
                Client client = new Client(server.config().withHealth(QUICK))) {
            String here = server.address().toString();
            assertThatThrownBy(() -> client.call("look", Json.EMPTY_OBJECT))
                    .hasMessage(
                            "look: tried 3 times (" + here + ", " + here + ", " + here + "), at last: the server "
                                    + "closed the connection; the message may have been carried out: send it again only if doing it twice does no harm");
            assertThat(read).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "OVERLOADED", "DATABASE_AWAY"})
    void whatWasRefusedForNowIsSentAgain(ErrorCode code) throws Exception {
        TestServer.Behaviour refuseTwice = (message, peer) -> {
            if (read.incrementAndGet() <= 2) {
                peer.refuse(message, Fault.of(code).retryAfterMs(20));
            } else {
                peer.reply(message, message.body());
            }
        };
        try (TestServer server = TestServer.start(refuseTwice);
                Client client = new Client(server.config().withHealth(QUICK))) {
            assertThat(client.call("kv-create", Json.EMPTY_OBJECT)).isEqualTo(Json.EMPTY_OBJECT);
            assertThat(read).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OUTCOME_UNKNOWN", "DEADLINE_EXCEEDED", "KEY_NOT_FOUND", "INTERNAL"})
    void everyOtherErrorIsTheAnswer(ErrorCode code) throws Exception {
        TestServer.Behaviour refuse = (message, peer) -> {
            read.incrementAndGet();
            peer.refuse(message, Fault.of(code).retryAfterMs(1));
        };
        try (TestServer server = TestServer.start(refuse);
                Client client = new Client(server.config().withHealth(QUICK))) {
            assertThatThrownBy(() -> client.call("fib", Json.EMPTY_OBJECT)).isInstanceOf(ReplyException.class);
            assertThat(read).hasValue(1);
        }
    }

    @Test
    void aRefusalThatLastsLongerThanTheCallMayIsTheAnswer() throws Exception {
        TestServer.Behaviour busy = (message, peer) -> {
            read.incrementAndGet();
            peer.refuse(message, Fault.of(ErrorCode.OVERLOADED).retryAfterMs(60_000));
        };
        try (TestServer server = TestServer.start(busy);
                Client client = new Client(server.config().withHealth(QUICK))) {
            assertThatThrownBy(() -> client.call("fib", Json.EMPTY_OBJECT))
                    .asInstanceOf(type(ReplyException.class))
                    .satisfies(e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.OVERLOADED));
            assertThat(read).hasValue(1);
        }
    }

    @Test
    void aServerThatIsBusyIsLeftAloneWhileThereIsAnother() throws Exception {
        TestServer.Behaviour busy = (message, peer) -> {
            read.incrementAndGet();
            peer.refuse(message, Fault.of(ErrorCode.OVERLOADED).retryAfterMs(50_000));
        };
        try (TestServer first = TestServer.start(busy);
                TestServer second = TestServer.echo();
                Client client = new Client(ClientConfig.at(List.of(first.address(), second.address()))
                        .withHealth(QUICK)
                        .withTimeoutMs(100_000))) {
            Eventually.await("both are up", () -> client.servers().stream().allMatch(ServerState::isUp));
            // One of two calls comes to the busy one, and waits until it may be sent again.
            CompletableFuture<?> either = CompletableFuture.anyOf(
                    client.send("kv-create", Json.EMPTY_OBJECT), client.send("kv-create", Json.EMPTY_OBJECT));
            assertThat(either).succeedsWithin(60, SECONDS);
            Eventually.await("the busy one has refused", () -> read.get() == 1);
            client.call("echo", Json.EMPTY_OBJECT);
            for (int i = 0; i < 50; i++) {
                client.call("kv-create", Json.EMPTY_OBJECT);
            }
            assertThat(read).hasValue(1);
            assertThat(client.inFlight()).isEqualTo(1);
        }
    }

    @Test
    void aReplyThatIsTooLargeIsNotAskedForAgain() throws Exception {
        TestServer.Behaviour tooLarge = (message, peer) -> {
            read.incrementAndGet();
            peer.raw(new byte[] {1, 0, 0, 0});
        };
        try (TestServer server = TestServer.start(tooLarge);
                Client client = new Client(server.config().withHealth(QUICK))) {
            assertThatThrownBy(() -> client.call("fib", Json.EMPTY_OBJECT))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("16777216 bytes");
            assertThat(read).hasValue(1);
        }
    }
}
