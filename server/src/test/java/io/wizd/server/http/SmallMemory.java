package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.MemoryBudget;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Eventually;
import io.wizd.server.BudgetConfig;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A server with little memory that others want too; after each test nothing of it stays taken. */
abstract class SmallMemory {
    /** More than the kernel keeps for a client that does not read. */
    static final int VALUE_BYTES = 7 << 20;

    static final int LARGE_BYTES = 32 << 20;

    /** Without a bound it would be hundreds of MiB. Replies that go from their request to their connection are above the budget. */
    static final int BOUND_BYTES = 2 * LARGE_BYTES;

    static final String GET_LARGE = request("GET /kv/overload-large HTTP/1.1");
    static final String GET_SMALL = request("GET /kv/overload-small HTTP/1.1");

    static TestWizd wizd;

    private final List<RawConnection> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(new BudgetConfig(1 << 20, LARGE_BYTES, 200, 190, ProcessorBudgets.Shares.DEFAULT));
        try (RawConnection connection = wizd.connect()) {
            String value = '"' + "x".repeat(VALUE_BYTES - 2) + '"';
            assertThat(status(connection, requestWithBody("PUT /kv/overload-large HTTP/1.1", value)))
                    .isBetween(200, 201);
            assertThat(status(connection, requestWithBody("PUT /kv/overload-small HTTP/1.1", "1")))
                    .isBetween(200, 201);
        }
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    @AfterEach
    void nothingStaysTaken() {
        open.forEach(RawConnection::close);
        Eventually.await(
                "all memory was given back", () -> taken() == 0 && messages().takenBytes() == 0);
        Eventually.await(
                "all connections are closed", () -> wizd.budgets().connections().open() == 0);
    }

    static int status(RawConnection connection, String request) {
        return connection.send(request).readResponse().status();
    }

    /** A client that tries again and again: beyond those that are told why, a connection is closed at once. */
    static boolean isServed(Predicate<RawConnection> attempt) {
        try (RawConnection honest = wizd.connect()) {
            return attempt.test(honest);
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    static String post(String path, String json) {
        return requestWithBody("POST " + path + " HTTP/1.1", json, "Content-Type: application/json");
    }

    static MemoryBudget messages() {
        return wizd.budgets().memory().messages();
    }

    static long taken() {
        return wizd.budgets().memory().large().takenBytes();
    }

    RawConnection connect() {
        RawConnection connection = wizd.connect();
        open.add(connection);
        return connection;
    }

    void assertOrdinaryClientsAreServed() {
        RawConnection ordinary = connect();
        for (int i = 0; i < 20; i++) {
            RawResponse response = ordinary.send(GET_SMALL).readResponse();
            assertThat(response.status()).as("%s", response).isEqualTo(200);
        }
    }
}
