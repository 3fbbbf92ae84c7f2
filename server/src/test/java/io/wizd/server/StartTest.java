package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.logfile.AccessLogConfig;
import io.wizd.server.setup.StartException;
import io.wizd.server.setup.StartupTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a start: the port first, the databases next, the clients last. */
class StartTest {
    private static final int READ_TIMEOUT_MS = 60_000;
    private static final int UNANSWERED_MS = 100;

    @TempDir
    Path data;

    @Test
    void aPortInUseIsToldBeforeADatabaseIsTouched() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(other.getLocalPort(), StartupTask.NONE))
                    .isInstanceOfSatisfying(
                            StartException.class,
                            e -> assertThat(e.exitStatus()).isEqualTo(73))
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + other.getLocalPort() + ": ");
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aClientThatComesDuringTheStartIsAnsweredOnceAllIsReady() throws IOException {
        int port = freePort();
        try (Socket early = new Socket()) {
            try (Server server = start(port, (accounts, table) -> connectInVain(early, port))) {
                early.setSoTimeout(READ_TIMEOUT_MS);
                assertThat(new BufferedReader(new InputStreamReader(early.getInputStream(), StandardCharsets.UTF_8))
                                .readLine())
                        .contains("\"pong\":true");
                assertThat(server.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void aStartInVainGivesThePortBack() throws IOException {
        int port = freePort();

        assertThatThrownBy(() -> start(port, (accounts, table) -> {
                    throw new StartException(StartException.UNAVAILABLE, "not today");
                }))
                .hasMessage("not today");

        try (ServerSocket next = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(next.isBound()).isTrue();
        }
    }

    private static void connectInVain(Socket early, int port) {
        try {
            early.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            early.getOutputStream().write("{\"msgType\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
            early.setSoTimeout(UNANSWERED_MS);
            assertThatThrownBy(() -> early.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server start(int port, StartupTask startupTask) {
        ServerConfig config = new ServerConfig(
                "127.0.0.1",
                port,
                TrustedProxies.NONE,
                AccessConfig.DEFAULT,
                new AccessLogConfig(AccessLogConfig.Format.NONE, Path.of("access.log")),
                data,
                new UploadConfig(1 << 20, 1 << 20, 200, 1 << 20),
                ConnectionLimits.defaults(),
                BudgetConfig.usual(),
                100,
                20_000,
                5_000,
                new DatabaseConfig(new DatabaseConfig.Embedded("wizd_", List.of("p1"), List.of(), 32 << 20), 2, 1_000),
                new KvConfig(0, false, 0, 0),
                new FibConfig(10_000, 100_000),
                AccountSettings.DEFAULT);
        return Server.start(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(), startupTask);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
