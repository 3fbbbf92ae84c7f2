package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Eventually;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.server.BudgetConfig;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Large bodies never take more of the heap than is theirs. */
class BodyAdmissionTest {
    /** Bodies of the largest kind that there is memory for, with the copy that each needs. */
    private static final int ROOM = 2;

    private static final BudgetConfig BUDGET =
            new BudgetConfig(1 << 20, 2L * ROOM * Blobs.MAX_BYTES, 100, 100, ProcessorBudgets.Shares.DEFAULT);

    public record In(
            @Doc("The value") Json value,
            @Doc("Its type") @Nullable String contentType) {}

    public record Out(@Doc("Bytes of the value") int bytes) {}

    /** Holds each body until it is told to let it go. */
    private static final class Holder implements HandlerPlugin {
        final AtomicInteger held = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final Semaphore mayGo = new Semaphore(0);

        @Override
        public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
            return List.of(new MessageHandler<In, Out>() {
                private final MessageSpec<In, Out> spec = MessageSpec.of("hold", In.class, Out.class)
                        .routes(Route.put("/hold").bodyOfAnyType("value", "contentType", Blobs.MAX_BYTES));

                @Override
                public MessageSpec<In, Out> spec() {
                    return spec;
                }

                @Override
                public Reply<Out> handle(Call call, In in) {
                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                    mayGo.acquireUninterruptibly();
                    held.decrementAndGet();
                    return Reply.of(new Out(in.value().length()));
                }
            });
        }
    }

    @Test
    void manyClientsAtOnceAreServedOneAfterTheOther() throws Exception {
        int clients = ROOM + 5;
        byte[] body = new byte[Blobs.MAX_BYTES];
        Holder holder = new Holder();
        try (TestWizd wizd = TestWizd.start(BUDGET, holder);
                RawConnection small = wizd.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                statuses.add(threads.submit(() -> put(wizd, body)));
            }
            Eventually.await("the room is full", () -> holder.held.get() == ROOM);
            Eventually.await("all others have come", () -> wizd.openConnections() == clients + 1);
            small.send(HttpCase.requestWithBody("PUT /hold HTTP/1.1", "1"));
            Eventually.await("a small body, which needs none of it, is there", () -> holder.held.get() == ROOM + 1);
            holder.mayGo.release(clients + 2);
            assertThat(small.readResponse().status()).isEqualTo(200);
            for (Future<Integer> status : statuses) {
                assertThat(status.get()).isEqualTo(200);
            }
            assertThat(holder.most.get())
                    .as("bodies at once, the small one included")
                    .isEqualTo(ROOM + 1);
            assertThat(put(wizd, body)).isEqualTo(200);
        }
    }

    private static int put(TestWizd wizd, byte[] body) {
        try (RawConnection connection = wizd.connect()) {
            return connection
                    .send(request("PUT /hold HTTP/1.1", "Content-Type: a/b", "Content-Length: " + body.length))
                    .send(body)
                    .readResponse()
                    .status();
        }
    }

    @Test
    void whoGoesAwayGivesTheRoomBack() throws Exception {
        Holder holder = new Holder();
        holder.mayGo.release(1_000);
        try (TestWizd wizd = TestWizd.start(BUDGET, holder)) {
            List<RawConnection> begun = new ArrayList<>();
            for (int i = 0; i < ROOM + 3; i++) {
                begun.add(wizd.connect()
                        .send(request("PUT /hold HTTP/1.1", "Content-Length: " + Blobs.MAX_BYTES))
                        .send(new byte[100]));
            }
            Eventually.await("all have come", () -> wizd.openConnections() == ROOM + 3);
            begun.forEach(RawConnection::close);
            assertThat(put(wizd, new byte[Blobs.MAX_BYTES])).isEqualTo(200);
        }
    }
}
