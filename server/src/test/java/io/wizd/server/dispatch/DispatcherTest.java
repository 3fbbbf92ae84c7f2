package io.wizd.server.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.budget.RequestMemory;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Eventually;
import io.wizd.event.Origin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import io.wizd.protocol.SharedJson;
import io.wizd.protocol.StreamedList;
import io.wizd.protocol.WizdException;
import io.wizd.server.testing.BusyBudget;
import io.wizd.server.testing.TestServices;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of the checks, the lanes, and what becomes of whatever a handler throws. */
class DispatcherTest {
    public record In(@Doc("A number") int n) {}

    public record Out(@Doc("Where it ran") String thread) {}

    private static final MessageSpec<In, Out> SPEC =
            MessageSpec.of("own", In.class, Out.class).summary("A test's own").lane(Lane.INLINE);

    private static final StreamedList LIST =
            new StreamedList(Json.EMPTY_OBJECT, "items", StreamedList.UNKNOWN, sink -> {});

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Database nowhere =
            new Database("nowhere", new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", ""), 1, 1, registry);
    private final ProcessorBudgets budgets = ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry);
    private final Admission admission = new Admission(2);
    private final BlockingQueue<Reply.Ready<?>> replies = new LinkedBlockingQueue<>();

    private final Kept keep = new Kept();

    /** Keeps what comes. */
    private final class Kept implements ReplySink {
        private boolean inAnotherForm;
        private @Nullable ReplyStream stream;

        @Override
        public void answer(Reply.Ready<?> reply) {
            replies.add(reply);
        }

        @Override
        public void stream(ReplyStream stream) {
            this.stream = stream;
        }

        @Override
        public Origin origin() {
            return new Origin("test", null);
        }

        @Override
        public boolean wantsItems() {
            return inAnotherForm;
        }
    }

    @AfterEach
    void close() {
        budgets.close();
        nowhere.close();
    }

    @Test
    void aHandlerInlineRunsOnTheThreadThatDispatches() throws InterruptedException {
        dispatch(dispatcher(SPEC, in -> hereIs()), "{\"n\":1}");

        assertThat(data()).isEqualTo("{\"thread\":\"" + Thread.currentThread().getName() + "\"}");
    }

    @Test
    void aBlockingHandlerRunsOnAVirtualThreadNamedAfterItsType() throws InterruptedException {
        dispatch(dispatcher(SPEC.lane(Lane.BLOCKING), in -> hereIs()), "{\"n\":1}");

        assertThat(data()).isEqualTo("{\"thread\":\"own\"}");
    }

    @Test
    void aReplyUnderWayIsPassedOnWhenItComes() throws InterruptedException {
        CompletableFuture<Json> later = new CompletableFuture<>();
        dispatch(dispatcher(SPEC, in -> new Reply.Pending<>(later, Out.class)), "{\"n\":1}");
        assertThat(replies).isEmpty();
        assertThat(admission.inFlight()).isEqualTo(1);

        later.complete(Json.of("{\"as\": \"it is\"}"));

        assertThat(data()).isEqualTo("{\"as\": \"it is\"}");
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void workThatBlocksLeavesTheThreadThatDispatches() throws InterruptedException {
        dispatch(dispatcher(SPEC, in -> new Reply.Blocking<>(DispatcherTest::hereIs)), "{\"n\":1}");

        assertThat(data()).isEqualTo("{\"thread\":\"own\"}");
    }

    @Test
    void aListKeepsItsMessageInFlightUntilItWasSentOrCancelled() {
        dispatch(dispatcher(SPEC, in -> new Reply.Streamed<>(LIST)), "{\"n\":1}");
        assertThat(admission.inFlight()).isEqualTo(1);

        Objects.requireNonNull(keep.stream).cancel();
        keep.stream.cancel();

        assertThat(admission.inFlight()).isZero();
        assertThat(replies).isEmpty();
    }

    @Test
    void sharedJsonIsHandedOnAsItIsAndComesAsAListWhereItIsSentInAnotherForm() throws InterruptedException {
        SharedJson json = SharedJson.of("{\"items\":[".getBytes(US_ASCII), List.of(), "]}".getBytes(US_ASCII));
        Dispatcher dispatcher = dispatcher(SPEC, in -> new Reply.Shared<>(json, () -> LIST));

        dispatch(dispatcher, "{\"n\":1}");
        assertThat(((Reply.Shared<?>) next()).json()).isSameAs(json);
        assertThat(admission.inFlight()).isZero();

        keep.inAnotherForm = true;
        dispatch(dispatcher, "{\"n\":1}");
        assertThat(replies).isEmpty();
        assertThat(Objects.requireNonNull(keep.stream).list()).isSameAs(LIST);
        assertThat(admission.inFlight()).isEqualTo(1);
    }

    @Test
    void checksInOrder() throws InterruptedException {
        Dispatcher dispatcher = dispatcher(SPEC.maxBodyBytes(20).access(Access.role("admin")), in -> hereIs());

        dispatcher.dispatch(
                Message.of("unknown", Json.of("{\"n\":\"x\",\"long\":1111111111}")), RequestMemory.unlimited(), keep);
        assertThat(fault().code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
        dispatch(dispatcher, "{\"n\":\"x\",\"long\":1111111111}");
        assertThat(fault().code()).isEqualTo(ErrorCode.TOO_LARGE);
        admission.stop(0);
        dispatch(dispatcher, "{\"n\":\"x\"}");
        assertThat(fault().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        dispatch(dispatcher(SPEC, in -> hereIs()), "{\"n\":\"x\"}");
        assertThat(fault().code()).isEqualTo(ErrorCode.BAD_FIELD);
        dispatch(dispatcher(SPEC, in -> hereIs()), "{\"n\":1}");
        assertThat(fault().code()).isEqualTo(ErrorCode.STOPPING);
    }

    @Test
    void moreThanMayBeInFlightIsRefusedWithATimeToTryAgain() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        Dispatcher dispatcher = dispatcher(SPEC.lane(Lane.BLOCKING), in -> {
            await(gate);
            return hereIs();
        });
        dispatch(dispatcher, "{\"n\":1}");
        dispatch(dispatcher, "{\"n\":2}");
        Eventually.await("two are in flight", () -> admission.inFlight() == 2);

        dispatch(dispatcher, "{\"n\":3}");

        Fault refused = fault();
        assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(refused.retryAfterMs()).isPositive();
        gate.countDown();
        data();
        data();
        Eventually.await("none is in flight", () -> admission.inFlight() == 0);
    }

    @Test
    void whileTooManyPasswordsWaitOthersAreRefusedByTheThreadThatDispatches() throws InterruptedException {
        Dispatcher dispatcher = dispatcher(SPEC.access(Access.role("admin")), in -> hereIs());
        Message message = new Message("own", null, null, null, "Basic YTpi", null, Json.of("{\"n\":1}"));
        try (BusyBudget busy = new BusyBudget(budgets.passwords(), 0)) {
            dispatcher.dispatch(message, RequestMemory.unlimited(), keep);

            assertThat(replies).as("at once").hasSize(1);
            Fault refused = fault();
            assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.retryAfterMs()).isPositive();
        }
        dispatcher.dispatch(message, RequestMemory.unlimited(), keep);
        assertThat(fault().code())
                .as("the database is asked")
                .isIn(ErrorCode.DATABASE_AWAY, ErrorCode.DEADLINE_EXCEEDED);
    }

    @Test
    void aStopWaitsForWhatIsInFlight() throws InterruptedException {
        CompletableFuture<Json> later = new CompletableFuture<>();
        dispatch(dispatcher(SPEC, in -> new Reply.Pending<>(later, Out.class)), "{\"n\":1}");

        assertThat(admission.stop(1)).isFalse();
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> admission.stop(20_000));
        later.complete(Json.EMPTY_OBJECT);

        assertThat(stopped.join()).isTrue();
    }

    @Test
    void whatAHandlerThrowsBecomesAnErrorReplyAndADefectTellsNothingOfItself() throws InterruptedException {
        dispatch(
                dispatcher(SPEC, in -> {
                    throw WizdException.of(ErrorCode.USER_INACTIVE, "why");
                }),
                "{\"n\":1}");
        assertThat(fault()).isEqualTo(Fault.of(ErrorCode.USER_INACTIVE, "why"));

        for (Lane lane : Lane.values()) {
            dispatch(
                    dispatcher(SPEC.lane(lane), in -> {
                        throw new IllegalStateException("secret");
                    }),
                    "{\"n\":1}");
            assertThat(fault()).isEqualTo(Fault.of(ErrorCode.INTERNAL));
        }
        dispatch(
                dispatcher(SPEC, in -> {
                    throw new StackOverflowError();
                }),
                "{\"n\":1}");
        assertThat(fault().code()).isEqualTo(ErrorCode.INTERNAL);
        // The reply is told before its message has left.
        Eventually.await("none is in flight", () -> admission.inFlight() == 0);
    }

    @Test
    void countsWhatHappened() throws InterruptedException {
        dispatch(dispatcher(SPEC, in -> hereIs()), "{\"n\":1}");
        dispatch(dispatcher(SPEC, in -> hereIs()), "{\"n\":true}");
        dispatch(
                dispatcher(SPEC, in -> {
                    throw new IllegalStateException("a defect");
                }),
                "{\"n\":1}");

        assertThat(registry.get("wizd.messages").tag("type", "own").timer().count())
                .isEqualTo(3);
        assertThat(registry.get("wizd.messages.rejected")
                        .tag("type", "own")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("wizd.messages.failed")
                        .tag("type", "own")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private Dispatcher dispatcher(MessageSpec<In, Out> spec, Function<In, Reply<Out>> work) {
        MessageHandler<In, Out> handler = new MessageHandler<>() {
            @Override
            public MessageSpec<In, Out> spec() {
                return spec;
            }

            @Override
            public Reply<Out> handle(Call call, In in) {
                return work.apply(in);
            }
        };
        HandlerTable table = TestServices.table(nowhere, registry, context -> List.of(handler));
        return new Dispatcher(
                table, new AccessControl(new Accounts(nowhere, budgets.passwords())), nowhere, admission, 1_000);
    }

    private static Reply<Out> hereIs() {
        return Reply.of(new Out(Thread.currentThread().getName()));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void dispatch(Dispatcher dispatcher, String body) {
        dispatcher.dispatch(Message.of("own", Json.of(body)), RequestMemory.unlimited(), keep);
    }

    private String data() throws InterruptedException {
        return ((Reply.Data<?>) next()).json().toString();
    }

    private Fault fault() throws InterruptedException {
        return ((Reply.Failed<?>) next()).fault();
    }

    private Reply.Ready<?> next() throws InterruptedException {
        return Objects.requireNonNull(replies.poll(60, TimeUnit.SECONDS), "no reply came");
    }
}
