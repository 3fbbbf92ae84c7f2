package io.wizd.db.embedded;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts the server on a prepared data directory and waits until it serves. */
final class ServerStart {

    private static final int PORT_TRIES = 20;
    /** Recovery after a kill reads the whole log, so patience is long; a server that ends is noticed at once. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int POLL_MS = 10;

    private final MariaDbOptions options;
    private final DataDirectory data;
    private final DatabaseLogins.Login firstUser;

    /**
     * @param firstUser an account that the start-up statements make; when it can connect, the server serves
     */
    ServerStart(MariaDbOptions options, DatabaseLogins.Login firstUser) {
        this.options = options;
        this.data = options.data();
        this.firstUser = firstUser;
    }

    /** A server that serves, and its address without database. */
    record Running(ServerProcess process, int port, JdbcAddress address) {}

    /**
     * Starts it on a free port and has it run the statements before it takes its first connection.
     *
     * @throws DatabaseStartException if it does not serve in the end
     */
    Running run(List<String> statements) throws IOException {
        for (int i = 0; i < PORT_TRIES; i++) {
            Optional<Running> running = runOn(freePort(), statements);
            if (running.isPresent()) {
                return running.get();
            }
        }
        throw DatabaseStartException.tryLater("found no free port on 127.0.0.1 for the database; try again");
    }

    /** The same for a server that has ended, on the port that it had. */
    Running runAgain(Running ended, List<String> statements) throws IOException {
        return runOn(ended.port(), statements)
                .orElseThrow(() -> DatabaseStartException.tryLater(
                        "another program has taken the database's port " + ended.port() + " on 127.0.0.1"));
    }

    /** Empty if another program has the port. */
    private Optional<Running> runOn(int port, List<String> statements) throws IOException {
        Path initFile = data.root().resolve("accounts.sql");
        data.writeSecret(initFile, String.join(";\n", statements) + ";\n");
        try {
            return runOn(port, initFile);
        } finally {
            Files.deleteIfExists(initFile);
        }
    }

    private Optional<Running> runOn(int port, Path initFile) throws IOException {
        ServerLog log = ServerLog.open(data.log());
        ServerProcess process = ServerProcess.start(options.serve(port, initFile), Path.of("/dev/null"), log.file());
        boolean serves = false;
        try {
            Files.writeString(data.pidFile(), process.pid() + "\n");
            JdbcAddress address =
                    firstUser.at(new JdbcAddress("jdbc:mysql://127.0.0.1:" + port + "/?sslMode=DISABLED", "", ""));
            serves = becomesReady(process, address, log);
            return serves ? Optional.of(new Running(process, port, address)) : Optional.empty();
        } finally {
            if (!serves) {
                process.end();
                Files.deleteIfExists(data.pidFile());
            }
        }
    }

    private boolean becomesReady(ServerProcess process, JdbcAddress address, ServerLog log) {
        JdbcAddress probe = address.withOption("connectTimeout", "2000").withOption("socketTimeout", "10000");
        long giveUpNanos = System.nanoTime() + LIMIT.toNanos();
        while (!process.endsWithin(POLL_MS)) {
            if (accepts(probe)) {
                log.failedStatement().ifPresent(fault -> {
                    throw DatabaseStartException.ioError(
                            "the database's accounts cannot be made in " + data.root() + ": " + fault);
                });
                return true;
            }
            if (System.nanoTime() > giveUpNanos) {
                throw DatabaseStartException.unavailable(
                        "the database did not serve within " + LIMIT.toMinutes() + " minutes; see " + log.file());
            }
        }
        if (log.saysPortIsTaken()) {
            return false;
        }
        throw DatabaseStartException.ioError("the database in " + data.root() + " did not start (status "
                + process.exitStatus() + "): " + log.explanation());
    }

    private static boolean accepts(JdbcAddress address) {
        try (Connection connection = address.connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
