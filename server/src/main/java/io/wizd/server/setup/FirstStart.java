package io.wizd.server.setup;

import io.wizd.db.SqlReason;
import io.wizd.db.embedded.FileFaults;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import io.wizd.event.ServerEvent.AdminMadeElsewhere;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The very first start of an installation, which is the one that finds no account admin: it keeps a new password in a
 * file, loads the sample data, and makes the account last. So the account is the mark that all of it was done: a start
 * that is killed half-way is repeated from the beginning by the next one, and each step may be repeated.
 */
public final class FirstStart implements StartupTask {
    /** In the data directory, once a start went well. */
    private static final Origin START = new Origin("start", null);

    private static final String MARK = "set-up";

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    private static final String ADMIN = "admin";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path mark;
    private final PasswordFile file;
    private final SampleData samples;
    private Optional<String> newPassword = Optional.empty();

    /**
     * @param data the data directory, which exists
     */
    public FirstStart(Path data, SampleData samples) {
        this.file = new PasswordFile(data);
        this.mark = data.resolve(MARK);
        this.samples = samples;
    }

    /**
     * Until a start went well here: a wrong address must not look like a database that will come back. Later ones serve
     * what they can, and main when it is back.
     */
    @Override
    public boolean needsMain() {
        return !Files.exists(mark);
    }

    @Override
    public void run(Accounts accounts, HandlerTable table) {
        try {
            if (!accounts.exists(ADMIN, deadlineNanos())) {
                makeAdmin(accounts, table);
            }
            markAsDone();
        } catch (WizdException e) {
            LOG.debug("first start", e);
            if (e.fault().code() == ErrorCode.DATABASE_AWAY && !needsMain()) {
                return;
            }
            String why = e.getCause() instanceof SQLException sql
                    ? SqlReason.words(sql)
                    : e.fault().description();
            throw new StartException(
                    StartException.UNAVAILABLE,
                    "the first start could not be finished: " + why + "; start wizd again",
                    e);
        }
    }

    private void makeAdmin(Accounts accounts, HandlerTable table) {
        String password = file.readOrMake();
        samples.load(table, deadlineNanos());
        accounts.addFirst(ADMIN, password, ADMIN, deadlineNanos());
        if (isPassword(accounts, password)) {
            newPassword = Optional.of(password);
        } else {
            Events.tell(new AdminMadeElsewhere());
            file.delete();
        }
    }

    private void markAsDone() {
        try {
            if (needsMain()) {
                Files.createFile(mark);
            }
        } catch (IOException e) {
            throw new StartException(
                    StartException.CANNOT_CREATE, "cannot make " + mark + ": " + FileFaults.reason(e), e);
        }
    }

    /** The password of the account admin, where this very start has made it. */
    public Optional<String> newPassword() {
        return newPassword;
    }

    private static boolean isPassword(Accounts accounts, String password) {
        String credentials = ADMIN + ":" + password;
        try {
            accounts.check(
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)),
                    "",
                    deadlineNanos(),
                    () -> START);
            return true;
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                return false;
            }
            throw e;
        }
    }

    private static long deadlineNanos() {
        return System.nanoTime() + LIMIT.toNanos();
    }
}
