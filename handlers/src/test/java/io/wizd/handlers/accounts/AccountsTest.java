package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.Schema;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.event.Origin;
import io.wizd.handlers.spec.Access;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who somebody is, on a database. The build runs it in Turkish and Azerbaijani too. */
@SuppressWarnings("NullAway.Init") // set before all tests
class AccountsTest {
    private static final String NAME = "istanbul.admin";
    private static final String PASSWORD = "Iss\u0131z ilik \u0130zmir";

    private static TestDatabase main;
    private static Database database;
    private static ProcessorBudgets budgets;
    private static Accounts accounts;
    private static AccountCommands commands;

    @BeforeAll
    static void makeOne() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        main = TestMariaDb.server().freshDatabase(Schema.MAIN);
        database = new Database("main", main.app(), 1, 100, registry);
        budgets = ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry);
        accounts = new Accounts(database, budgets.passwords(), HashCost.LEAST);
        commands = new AccountCommands(database, budgets.passwords(), "somebody");
        commands.create(NAME, PASSWORD, List.of(Role.admin), "Istanbul@EXAMPLE.org");
    }

    @AfterAll
    static void close() {
        budgets.close();
        database.close();
        main.close();
    }

    private static Accounts.Known check(String name, String password) {
        String credentials = name + ":" + password;
        return accounts.check(
                "BASIC " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)),
                "",
                System.nanoTime() + TimeUnit.MINUTES.toNanos(1),
                () -> new Origin("192.0.2.1", null));
    }

    private static void assertUnknown(String name, String password) {
        assertThatThrownBy(() -> check(name, password))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.UNAUTHORIZED));
    }

    @Test
    void anAccountIsKnownByItsNameAndPassword() {
        Accounts.Known known = check(NAME, PASSWORD);

        assertThat(known.caller().name()).isEqualTo(NAME);
        assertThat(known.caller().is(Access.ADMIN)).isTrue();
        assertThat(commands.users(""))
                .filteredOn(user -> user.name().equals(NAME))
                .singleElement()
                .satisfies(user -> assertThat(user.email()).isEqualTo("istanbul@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISTANBUL.ADMIN", "\u0130STANBUL.ADM\u0130N", "\u0131stanbul.adm\u0131n", "Istanbul.admin"})
    void anyOtherNameIsAnother(String name) {
        assertUnknown(name, PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0131ss\u0131z ilik \u0130zmir",
                "ISSIZ ILIK IZMIR",
                "issiz ilik izmir",
                "Iss\u0131z ilik Izmir"
            })
    void anyOtherPasswordIsAnother(String password) {
        assertUnknown(NAME, password);
    }

    @Test
    void itsRolesAreThoseThatItWasGiven() {
        commands.create("izmir", PASSWORD, List.of(Role.admin), null);
        commands.setRoles("izmir", List.of(Role.operator, Role.station));

        Accounts.Known known = check("izmir", PASSWORD);
        assertThat(known.caller().roles()).containsExactlyInAnyOrder("operator", "station");
        assertThat(known.caller().is(Access.ADMIN)).isFalse();
    }
}
