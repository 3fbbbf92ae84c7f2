package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a CALL carries arrives as it is, whichever way the driver sends it. */
@ParameterizedClass
@MethodSource("io.wizd.db.BrokenAnswerTest#paths")
class DriverPathTest {
    private static final Procedure<Seen> SEE = Procedure.of("see", Seen.class);

    private final TestServer server;
    private final String driverPath;
    private TestDatabase testDatabase;
    private Database database;

    private record Seen(String hex) {}

    DriverPathTest(TestServer server, String driverPath) {
        this.server = server;
        this.driverPath = driverPath;
    }

    @BeforeEach
    void open() throws SQLException {
        testDatabase = server.emptyDatabase();
        define("HEX(r.t)");
        String[] setting = driverPath.split("=", 2);
        JdbcAddress address = testDatabase.app().withOption(setting[0], setting[1]);
        database = new Database("node", address, 1, 100, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        database.close();
        testDatabase.close();
    }

    /** Makes the procedure anew: what it says to each text. */
    private void define(String reply) throws SQLException {
        Sql.execute(testDatabase.owner(), "DROP PROCEDURE IF EXISTS see");
        Sql.execute(
                testDatabase.owner(),
                "CREATE PROCEDURE see(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) SELECT 0 AS"
                        + " status, JSON_OBJECT('hex', " + reply + ") AS reply, r.o FROM JSON_TABLE(p_requests, '$[*]'"
                        + " COLUMNS (o FOR ORDINALITY, t LONGTEXT CHARACTER SET utf8mb4 PATH '$.t')) AS r ORDER BY r.o");
    }

    private String see(String text) {
        Json body = Jsons.write(Map.of("t", text));
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        return database.call(SEE, new Request(body, Effect.READ, deadlineNanos))
                .await()
                .hex();
    }

    @Test
    void textArrivesAsItIs() {
        String text = "'\"\\ \\' -- ? {x} \n\r\t\u001a % ü € 漢 \uD83D\uDE00";

        assertThat(see(text))
                .isEqualTo(HexFormat.of()
                        .formatHex(text.getBytes(StandardCharsets.UTF_8))
                        .toUpperCase(Locale.ROOT));
    }

    @Test
    void aProcedureThatWasReplacedIsCalledAsItIsNow() throws SQLException {
        assertThat(see("a")).isEqualTo("61");

        define("REPEAT(r.t, 3)");

        assertThat(see("a")).isEqualTo("aaa");
    }
}
