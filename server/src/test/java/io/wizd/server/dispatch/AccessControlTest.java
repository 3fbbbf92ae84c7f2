package io.wizd.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudget;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.Schema;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.event.Origin;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.accounts.HashCost;
import io.wizd.handlers.spec.Access;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import io.wizd.server.testing.BusyBudget;
import io.wizd.server.testing.TestWizd;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long credentials are remembered, and what is hashed again. */
class AccessControlTest {
    private static final String RIGHT = TestWizd.authorization("ann", "right");

    /** How many wrong passwords an address has in five minutes. */
    private static final int MAX_BY_ADDRESS = 20;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong now = new AtomicLong();
    private final TestDatabase main = TestMariaDb.server().freshDatabase(Schema.MAIN);
    private final Database database = new Database("main", main.app(), 1, 100, registry);
    private final ProcessorBudgets budgets = ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry);
    private final Accounts accounts = new Accounts(database, budgets.passwords(), HashCost.USUAL, now::get);
    private final AccessControl accessControl = new AccessControl(accounts, now::get);

    @BeforeEach
    void addAccount() {
        accounts.addFirst("ann", "right", "admin", deadlineNanos());
    }

    @AfterEach
    void close() {
        budgets.close();
        database.close();
        main.close();
    }

    private static long deadlineNanos() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    }

    private void check(String authorization) {
        checkFrom("192.0.2.1", authorization);
    }

    private void checkFrom(String address, String authorization) {
        accessControl.check(
                Access.role("admin"), authorization, deadlineNanos(), () -> new Origin(address + ":1234", null));
    }

    private void assertRefusedFrom(String address, ErrorCode code, String authorization) {
        assertThatThrownBy(() -> checkFrom(address, authorization))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code));
    }

    private void assertRefused(ErrorCode code, String authorization) {
        assertThatThrownBy(() -> check(authorization))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(code));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void update(String set) throws SQLException {
        execute("UPDATE account SET " + set);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = main.owner().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long hashes() {
        return budgets.passwords().tasksDone();
    }

    @Test
    void whoWasRightIsKnownWithoutAskingForAMinuteAndWhoMayNotIsNot() {
        Access admin = Access.role("admin");
        String operator = TestWizd.authorization("bob", "right");
        accounts.addFirst("bob", "right", "operator", deadlineNanos());
        assertThat(accessControl.remembered(admin, RIGHT)).isNull();
        check(RIGHT);
        assertRefused(ErrorCode.FORBIDDEN, operator);

        assertThat(accessControl.remembered(admin, RIGHT)).isNotNull();
        assertThat(accessControl.remembered(Access.role("operator"), operator)).isNotNull();
        assertThat(accessControl.remembered(admin, operator)).isNull();
        assertThat(accessControl.remembered(admin, TestWizd.authorization("ann", "wrong")))
                .isNull();
        pass(Duration.ofSeconds(61));
        assertThat(accessControl.remembered(admin, RIGHT)).isNull();
    }

    @Test
    void whoWasRightIsNotHashedAgainWhilePasswordsWait() throws SQLException {
        check(RIGHT);
        long before = hashes();
        execute("UPDATE account_role SET role = 'operator'");
        check(RIGHT);
        pass(Duration.ofMinutes(2));
        try (BusyBudget busy = new BusyBudget(budgets.passwords(), 0)) {
            assertRefused(ErrorCode.FORBIDDEN, RIGHT);
            assertThat(hashes()).isEqualTo(before);
            assertRefused(ErrorCode.OVERLOADED, TestWizd.authorization("ann", "wrong"));
            assertRefused(ErrorCode.OVERLOADED, TestWizd.authorization("nobody", "wrong"));
        }
    }

    @Test
    void aPasswordThatWasChangedWorksForAMinuteAtMost() throws SQLException {
        check(RIGHT);
        update("password_hash = CONCAT(SUBSTRING(password_hash, 1, LENGTH(password_hash) - 5), 'AAAAA')");
        pass(Duration.ofSeconds(61));

        assertRefused(ErrorCode.UNAUTHORIZED, RIGHT);
    }

    @Test
    void anAccountThatIsGoneIsRefusedAfterAMinute() throws SQLException {
        check(RIGHT);
        update("name = 'eve'");
        pass(Duration.ofSeconds(61));

        assertRefused(ErrorCode.UNAUTHORIZED, RIGHT);
    }

    /** As another server does it: this one hears nothing of it. */
    @Test
    void aTokenThatEndsElsewhereWorksForAMinuteAtMost() throws SQLException {
        String token = "Bearer " + addToken(Duration.ofHours(1));
        check(token);
        execute("DELETE FROM account_token");
        pass(Duration.ofSeconds(59));
        check(token);
        pass(Duration.ofSeconds(2));

        assertRefused(ErrorCode.UNAUTHORIZED, token);
    }

    @Test
    void aTokenIsNotRememberedForLongerThanItIsValid() throws SQLException {
        String token = "Bearer " + addToken(Duration.ofSeconds(30));
        check(token);
        execute("UPDATE account_token SET expires_at = UTC_TIMESTAMP(6)");
        pass(Duration.ofSeconds(31));

        assertRefused(ErrorCode.UNAUTHORIZED, token);
    }

    @Test
    void aTokenNeedsNoHashAndPassesWherePasswordsWait() throws SQLException {
        String token = "Bearer " + addToken(Duration.ofHours(1));
        try (BusyBudget busy = new BusyBudget(budgets.passwords(), 0)) {
            long before = hashes();
            accessControl.checkRoom(Access.role("admin"), token, deadlineNanos());
            check(token);
            assertRefused(ErrorCode.UNAUTHORIZED, "Bearer wrong");
            assertThat(hashes()).isEqualTo(before);
        }
    }

    /** Of the only account, as a login does it. */
    private String addToken(Duration ttl) throws SQLException {
        String token = "a-token";
        execute("INSERT INTO account_token (account_id, token_hash, created_at, expires_at, from_address)"
                + " SELECT id, SHA2('" + token + "', 256), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL "
                + ttl.toSeconds() + " SECOND, '' FROM account");
        return token;
    }

    @Test
    void whileCredentialsAreBeingCheckedOthersWhoSendTheSameWaitForThat() {
        int callers = 20;
        List<Thread> threads = new ArrayList<>();
        Queue<ErrorCode> codes = new ConcurrentLinkedQueue<>();
        long before;
        try (BusyBudget busy = new BusyBudget(budgets.passwords(), 1)) {
            before = hashes()
                    + budgets.passwords().tasksQueued()
                    + budgets.passwords().limits().threads();
            for (int i = 0; i < callers; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    try {
                        check(TestWizd.authorization("ann", "wrong"));
                    } catch (WizdException e) {
                        codes.add(e.fault().code());
                    }
                }));
            }
            Eventually.await("one waits to be hashed", () -> isFull(budgets.passwords()));
            Eventually.await("all wait", () -> threads.stream().allMatch(AccessControlTest::isWaiting));
        }
        Eventually.await("all have heard", () -> codes.size() == callers);
        assertThat(codes).containsOnly(ErrorCode.UNAUTHORIZED);
        assertThat(hashes() - before).isEqualTo(1);
    }

    private static boolean isFull(ProcessorBudget budget) {
        return budget.tasksQueued() == budget.limits().queueLength();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void whatWasWrongIsHashedEachTimeWhetherOrNotTheNameIsKnown() {
        long before = hashes();
        for (int i = 0; i < 2; i++) {
            assertRefused(ErrorCode.UNAUTHORIZED, TestWizd.authorization("ann", "wrong"));
            assertRefused(ErrorCode.UNAUTHORIZED, TestWizd.authorization("nobody", "wrong"));
        }
        assertThat(hashes() - before).isEqualTo(4);
    }

    @Test
    void whoeverTriesTooManyPasswordsWaitsAndTheOwnerDoesNot() {
        check(RIGHT);
        long before = hashes();
        for (int i = 0; i < MAX_BY_ADDRESS; i++) {
            assertRefusedFrom("192.0.2.66", ErrorCode.UNAUTHORIZED, TestWizd.authorization("ann", "wrong " + i));
        }
        assertRefusedFrom("192.0.2.66", ErrorCode.RATE_LIMITED, TestWizd.authorization("ann", "one more"));
        assertRefusedFrom("192.0.2.66", ErrorCode.RATE_LIMITED, TestWizd.authorization("nobody", "one more"));
        assertThat(hashes() - before).isEqualTo(MAX_BY_ADDRESS);
        checkFrom("192.0.2.66", RIGHT);
        pass(Duration.ofMinutes(2));
        checkFrom("192.0.2.66", RIGHT);
        pass(Duration.ofMinutes(5));
        assertRefusedFrom("192.0.2.66", ErrorCode.UNAUTHORIZED, TestWizd.authorization("ann", "one more"));
    }

    @Test
    void whatIsNoPasswordIsNotCounted() {
        for (int i = 0; i <= MAX_BY_ADDRESS; i++) {
            assertRefused(ErrorCode.UNAUTHORIZED, "Bearer " + i);
            assertRefused(ErrorCode.UNAUTHORIZED, "Basic !");
        }
        check(RIGHT);
    }

    /** A password that was changed is no password, however right it was. */
    @Test
    void theOldPasswordIsCountedAsAnyOther() throws SQLException {
        check(RIGHT);
        update("password_hash = CONCAT(SUBSTRING(password_hash, 1, LENGTH(password_hash) - 5), 'AAAAA')");
        pass(Duration.ofSeconds(61));
        for (int i = 0; i < MAX_BY_ADDRESS; i++) {
            assertRefused(ErrorCode.UNAUTHORIZED, RIGHT);
        }
        assertRefused(ErrorCode.RATE_LIMITED, RIGHT);
    }
}
