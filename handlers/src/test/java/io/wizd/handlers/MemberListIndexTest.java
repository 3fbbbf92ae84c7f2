package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A page of members reads about as many rows as it has, whatever the conditions, however many members there are. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class MemberListIndexTest {
    private static final int ROWS = 100_000;
    private static final int LIMIT = 20;

    private static TestDatabase partition;

    @Parameter
    TestServer server;

    /** 100 accounts of 1,000 members; 100 phone numbers; each client_member_id once in each account. */
    @BeforeParameterizedClassInvocation
    static void open(TestServer server) throws SQLException {
        partition = server.freshDatabase(Schema.PARTITION);
        try (Connection connection = partition.owner().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO member WITH RECURSIVE digit AS"
                    + " (SELECT 0 AS d UNION ALL SELECT d + 1 FROM digit WHERE d < 9),"
                    + " n AS (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d AS i"
                    + " FROM digit AS a, digit AS b, digit AS c, digit AS d, digit AS e)"
                    + " SELECT i + 1, 'Ada', 'King', 1000 + MOD(i * 7, 100), 1 + i DIV 100, 1 + MOD(i, 100) FROM n");
            statement.execute("ANALYZE TABLE member");
            try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM member")) {
                count.next();
                assertThat(count.getInt(1)).isEqualTo(ROWS);
            }
        }
    }

    @AfterParameterizedClassInvocation
    static void close() {
        partition.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "member_list ~ {'after':0,'limit':20} ~ 20",
                "member_list ~ {'after':99000,'limit':20} ~ 20",
                "member_list_account ~ {'aid':7,'after':0,'limit':20} ~ 20",
                "member_list_account ~ {'aid':7,'after':900,'limit':20} ~ 20",
                "member_find_key ~ {'aid':7,'cmid':500} ~ 1",
                "member_find_key ~ {'aid':7,'cmid':1001} ~ 0",
                "member_list_phone ~ {'ph':'1042','after':0,'limit':20} ~ 20",
                "member_list_phone ~ {'ph':'1042','after':90000,'limit':20} ~ 20",
                "member_list_phone ~ {'ph':'1042','aid':7,'after':0,'limit':20} ~ 20",
                "member_list_client ~ {'cmid':500,'after':0,'limit':20} ~ 20",
                "member_list_client ~ {'cmid':500,'after':49950,'limit':20} ~ 20"
            })
    void aPageReadsWhatItGives(String procedure, String query, int rows) throws Exception {
        String request = "[" + query.replace('\'', '"') + "]";
        assertThat(ProcedureCalls.call(partition, procedure, request)
                        .getFirst()
                        .reply()
                        .path("members"))
                .hasSize(rows);
        assertThat(rowsRead(procedure, request)).isBetween((long) rows, 3L * LIMIT);
    }

    /** That there are many is seen before they are read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {"member_find_phone ~ {'ph':'1042'}", "member_find_client ~ {'cmid':500}"})
    void manyAreNotRead(String procedure, String query) throws Exception {
        String request = "[" + query.replace('\'', '"') + "]";
        assertThat(ProcedureCalls.call(partition, procedure, request)
                        .getFirst()
                        .reply()
                        .path("many")
                        .booleanValue())
                .isTrue();
        // Of a thousand; MySQL looks more than once, and counts what it sorts.
        assertThat(rowsRead(procedure, request)).isLessThan(ROWS / 100 / 4);
    }

    /** Of a thousand with the phone number, the condition beside it leaves one. */
    @Test
    void aPageOfAPhoneNumberLooksAtNoMoreRowsThanItMayGive() throws Exception {
        String request = "[{\"ph\":\"1042\",\"cmid\":500,\"after\":0,\"limit\":20}]";
        JsonNode page = ProcedureCalls.call(partition, "member_list_phone", request)
                .getFirst()
                .reply();
        assertThat(page.path("members")).isEmpty();
        assertThat(page.path("next").longValue()).isPositive();
        assertThat(rowsRead("member_list_phone", request)).isLessThan(3L * LIMIT);
    }

    /** What the session counts as rows read, in one call more than none. */
    private static long rowsRead(String procedure, String request) throws SQLException {
        try (Connection connection = partition.app().connect()) {
            // The first call also reads the tables that procedures are kept in.
            call(connection, procedure, request);
            long before = handlerReads(connection);
            long idle = handlerReads(connection) - before;
            long begun = handlerReads(connection);
            call(connection, procedure, request);
            return handlerReads(connection) - begun - idle;
        }
    }

    private static void call(Connection connection, String procedure, String request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("CALL " + procedure + "(?)")) {
            statement.setString(1, request);
            statement.execute();
        }
    }

    private static long handlerReads(Connection connection) throws SQLException {
        long reads = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read%'")) {
            while (rows.next()) {
                reads += rows.getLong(2);
            }
        }
        return reads;
    }
}
