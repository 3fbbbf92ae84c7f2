package io.wizd.db.embedded;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.Grants;
import io.wizd.db.JdbcAddress;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.DataFolderNotReleased;
import io.wizd.event.ServerEvent.DataFolderNotTidied;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A MariaDB server that belongs to this JVM: it listens on 127.0.0.1 only, commits durably, and ends with the JVM, also
 * when the JVM is killed. If it ends by itself it is started again, at the same address. Three accounts exist (sql/grants.sql), with passwords that are new at each start; there is no
 * root account. Any thread may call any method.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private final DataDirectory data;
    private final DatabaseLogins logins;
    private final JdbcAddress server;
    private final MariaDbWatch watch;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(DataDirectory data, DatabaseLogins logins, JdbcAddress server, MariaDbWatch watch) {
        this.data = data;
        this.logins = logins;
        this.server = server;
        this.watch = watch;
    }

    /**
     * Starts the server and returns when it serves: about 2 s the first time, when the binaries are unpacked into the
     * user's cache and the system tables made; about 0.3 s afterwards.
     *
     * @param dataDirectory is made where it is missing; one process at a time may use it
     * @param databases made where they are missing, at least one
     * @param bufferPoolBytes the memory that MariaDB uses for pages, at least 20 MiB
     * @throws DatabaseStartException if it does not start, with one line that says why
     */
    public static EmbeddedDatabase start(Path dataDirectory, List<String> databases, long bufferPoolBytes) {
        DatabaseLogins logins = DatabaseLogins.withNewPasswords("wizd");
        Grants grants = new Grants(logins, "%");
        List<String> statements = new ArrayList<>();
        databases.forEach(database -> statements.addAll(grants.statements(database)));
        return start(dataDirectory, logins, statements, bufferPoolBytes);
    }

    /**
     * The same with statements of the caller's choice, which the server runs with all rights before it serves; they
     * make at least the owner's account.
     */
    static EmbeddedDatabase start(
            Path dataDirectory, DatabaseLogins logins, List<String> statements, long bufferPoolBytes) {
        DataDirectory data = DataDirectory.open(dataDirectory);
        EmbeddedDatabase started = null;
        try {
            LeftOverServer.end(data);
            Files.deleteIfExists(data.properties());
            MariaDbOptions options = new MariaDbOptions(ServerBinaries.unpacked(data.root()), data, bufferPoolBytes);
            new Bootstrap(options, ServerLog.open(data.log())).ensure();
            ServerStart start = new ServerStart(options, logins.owner());
            ServerStart.Running first = start.run(statements);
            MariaDbWatch watch = MariaDbWatch.begin(
                    first.process(), () -> start.runAgain(first, statements).process(), data.log());
            started = new EmbeddedDatabase(data, logins, first.address(), watch);
            started.writeProperties();
            return started;
        } catch (IOException e) {
            if (started != null) {
                started.close();
            }
            throw DatabaseStartException.ioError(
                    "the database in " + data.root() + " did not start: " + FileFaults.reason(e));
        } finally {
            if (started == null) {
                giveBack(data);
            }
        }
    }

    /** Whether a database was ever made in that data directory; changes nothing. */
    public static boolean isIn(Path dataDirectory) {
        return Files.isDirectory(dataDirectory.resolve(DataDirectory.MARIADB));
    }

    /** The account that migrates the database and owns its procedures. */
    public JdbcAddress owner(String database) {
        return at(logins.owner(), database);
    }

    /** The server's account, which may call procedures and nothing else. */
    public JdbcAddress app(String database) {
        return at(logins.app(), database);
    }

    /** The account of imports and of bin/load, which may read and write rows. */
    public JdbcAddress loader(String database) {
        return at(logins.loader(), database);
    }

    /** The process id of the server; another one after it was started again. */
    public long pid() {
        return watch.pid();
    }

    /** Completes with the reason when the server does not stay up and is not started again any more. */
    public CompletableFuture<DatabaseStartException> givenUp() {
        return watch.givenUp();
    }

    /**
     * Ends the server cleanly, and kills it if that takes more than 60 s. Callable more than once. Close what uses the
     * database first.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            Files.deleteIfExists(data.properties());
            watch.end();
            Files.deleteIfExists(data.pidFile());
        } catch (IOException e) {
            Events.tell(new DataFolderNotTidied(data.root(), FileFaults.reason(e)));
        } finally {
            giveBack(data);
        }
    }

    private JdbcAddress at(DatabaseLogins.Login login, String database) {
        return login.at(server).withDatabase(database);
    }

    /** For tools in other processes, which know the data directory and nothing else. */
    private void writeProperties() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("url", server.url());
        properties.setProperty("app.user", logins.app().name());
        properties.setProperty("app.password", logins.app().password());
        properties.setProperty("loader.user", logins.loader().name());
        properties.setProperty("loader.password", logins.loader().password());
        StringWriter text = new StringWriter();
        properties.store(text, "How bin/load and bin/sync find the running database; made anew at each start");
        data.writeSecret(data.properties(), text.toString());
    }

    private static void giveBack(DataDirectory data) {
        try {
            data.close();
        } catch (IOException e) {
            Events.tell(new DataFolderNotReleased(data.root(), FileFaults.reason(e)));
        }
    }
}
