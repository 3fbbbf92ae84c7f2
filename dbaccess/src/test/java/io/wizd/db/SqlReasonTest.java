package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.event.NodeEvent.NodeAway;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads of a database that does not do what it is asked: one line, with the reason. */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
class SqlReasonTest {
    private static final Procedure<Json> KV_GET = Procedure.of("kv_get", Json.class);

    private final TestServer server;

    SqlReasonTest(TestServer server) {
        this.server = server;
    }

    @Test
    void aWrongPasswordIsSaidByThePoolToo() throws Exception {
        try (TestDatabase partition = server.freshDatabase(Schema.PARTITION)) {
            JdbcAddress wrong =
                    new JdbcAddress(partition.app().url(), partition.app().user(), "wrong");
            String node = partition.name();
            try (Heard<NodeAway> heard =
                            Heard.of(NodeAway.class, event -> event.node().equals(node));
                    Database database = new Database(node, wrong, 1, 10, new SimpleMeterRegistry())) {
                assertThatThrownBy(database::check)
                        .isInstanceOf(SQLException.class)
                        .message()
                        .startsWith(wrong.server() + " refused: Access denied for user 'wizd_app'@")
                        .endsWith("(error 1045)")
                        .hasLineCount(1);

                Request request = new Request(
                        Json.of("{\"key\":\"a\"}"), Effect.READ, System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
                assertThatThrownBy(() -> database.call(KV_GET, request).awaitJson())
                        .hasMessageContaining(wrong.server() + " refused: Access denied");

                assertThat(heard.texts())
                        .singleElement()
                        .asString()
                        .startsWith("database " + node + " is away: " + wrong.server() + " refused: Access denied for");
                Eventually.await(
                        "it is said in a word",
                        () -> database.whyAway().filter("access denied"::equals).isPresent());
            }
        }
    }

    @Test
    void whereNobodyListensHostAndPortAreSaid() {
        JdbcAddress nobody = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "u", "p");

        assertThatThrownBy(nobody::connect)
                .satisfies(thrown -> assertThat(SqlReason.of(thrown, nobody))
                        .isEqualTo(new SqlReason(
                                SqlReason.Kind.NOT_CONNECTED, "cannot connect to 127.0.0.1:1: connection refused")));
        assertThatThrownBy(() -> Migrations.migrate(nobody, Schema.MAIN))
                .hasMessage("cannot migrate none: cannot connect to 127.0.0.1:1: connection refused");
    }

    @Test
    void anUnknownHostIsSaid() {
        JdbcAddress nowhere = new JdbcAddress("jdbc:mysql://no-such-host.invalid/none", "u", "p");

        assertThatThrownBy(nowhere::connect)
                .satisfies(thrown -> assertThat(SqlReason.of(thrown, nowhere).text())
                        .isEqualTo("cannot connect to no-such-host.invalid:3306: unknown host"));
    }

    @Test
    void aConnectionThatBreaksIsLost() throws Exception {
        try (TestDatabase database = server.emptyDatabase();
                Door door = new Door(database.owner())) {
            JdbcAddress through = door.through(database.owner());
            try (Connection connection = through.connect();
                    Statement statement = connection.createStatement()) {
                door.shut();

                assertThatThrownBy(() -> statement.execute("DO 1"))
                        .satisfies(thrown -> assertThat(
                                        SqlReason.of(thrown, through).text())
                                .startsWith("the connection to " + through.server() + " was lost")
                                .doesNotContain("packet"));
            }
        }
    }

    @Test
    void aSilentDatabaseDoesNotAnswer() throws Exception {
        try (TestDatabase database = server.emptyDatabase();
                Door door = new Door(database.owner())) {
            JdbcAddress through = door.through(database.owner()).withOption("socketTimeout", "200");
            door.hold();

            assertThatThrownBy(through::connect)
                    .satisfies(thrown -> assertThat(SqlReason.of(thrown, through))
                            .isEqualTo(new SqlReason(SqlReason.Kind.NO_ANSWER, through.server() + " does not answer")));
        }
    }

    @Test
    void theWordsOfTheDatabaseAreKept() throws Exception {
        try (TestDatabase database = server.emptyDatabase();
                Connection connection = database.app().connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE t (n INT)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            thrown -> assertThat(SqlReason.words(thrown)).startsWith("CREATE command denied to user"));
        }
    }
}
