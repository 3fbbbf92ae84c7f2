package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.cases.CaseExchange;
import io.wizd.client.cases.CaseFiles;
import io.wizd.client.cases.CaseResult;
import io.wizd.client.cases.CaseRunner;
import io.wizd.client.cases.MessageCase;
import io.wizd.client.cases.SocketExchange;
import io.wizd.db.testing.TestMySql;
import io.wizd.protocol.Json;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.ReplySchemas;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Every case of test-data/messages, over every way that a message can come, on MariaDB and on MySQL 8; the data of each
 * reply are as its type declares them.
 */
class MessagesTest {
    private static final int TIMEOUT_MS = 60_000;

    @Test
    void asJsonText() throws IOException {
        run(wizd -> envelope -> {
            try (RawConnection connection = wizd.connect()) {
                return reply(connection.send(envelope.toBytes()));
            }
        });
    }

    @Test
    void asJsonTextOneByteAtATime() throws IOException {
        run(wizd -> envelope -> {
            try (RawConnection connection = wizd.connect()) {
                for (byte b : envelope.toBytes()) {
                    connection.send(new byte[] {b});
                }
                return reply(connection);
            }
        });
    }

    @Test
    void lengthPrefixed() throws IOException {
        run(MessagesTest::lengthPrefixed);
    }

    @Test
    void overHttp() throws IOException {
        run(wizd -> envelope -> {
            try (RawConnection connection = wizd.connect()) {
                connection.send("POST /messages HTTP/1.1\r\nHost: wizd\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + envelope.length() + "\r\n\r\n");
                connection.send(envelope.toBytes());
                return Json.of(connection.readResponse().body());
            }
        });
    }

    @Test
    void onMySql8() throws IOException {
        try (TestWizd wizd = TestWizd.startOn(TestMySql.server())) {
            check(lengthPrefixed(wizd));
        }
    }

    private static CaseExchange lengthPrefixed(TestWizd wizd) {
        return new SocketExchange(new InetSocketAddress(InetAddress.getLoopbackAddress(), wizd.port()), TIMEOUT_MS);
    }

    /** On a server of its own: there are wrong passwords among the cases, and a server counts them. */
    private static void run(Function<TestWizd, CaseExchange> way) throws IOException {
        try (TestWizd wizd = TestWizd.start(BudgetConfig.usual())) {
            check(way.apply(wizd));
        }
    }

    private static Json reply(RawConnection connection) {
        return Json.of(connection.readLine().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void check(CaseExchange exchange) throws IOException {
        ReplySchemas schemas = new ReplySchemas();
        CaseExchange checked = envelope -> {
            Json reply = exchange.exchange(envelope);
            schemas.check(reply.toBytes());
            return reply;
        };
        CaseRunner runner = new CaseRunner(checked, Map.of("admin", TestWizd.adminAuthorization()));
        List<MessageCase> cases = CaseFiles.builtIn();

        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(cases.stream()
                        .map(runner::run)
                        .filter(result -> !result.passed())
                        .map(CaseResult::toString))
                .isEmpty();
    }
}
