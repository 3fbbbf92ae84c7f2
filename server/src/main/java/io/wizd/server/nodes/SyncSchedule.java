package io.wizd.server.nodes;

import io.wizd.db.JdbcAddress;
import io.wizd.db.schedule.Recurring;
import io.wizd.db.schedule.Schedule;
import io.wizd.event.Events;
import io.wizd.event.SyncEvent.SyncCannotRun;
import io.wizd.event.SyncEvent.SyncFailed;
import io.wizd.event.SyncEvent.SyncFailedUnexpectedly;
import io.wizd.event.SyncEvent.SyncMovedKeys;
import io.wizd.handlers.kv.sync.SyncProgress;
import io.wizd.handlers.kv.sync.SyncReport;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import io.wizd.server.setup.StartException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs sync again and again, in one server of all. Any thread. */
public final class SyncSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);

    private static final String TASK = "kv-sync";

    private final ExclusiveSync sync;
    private final Optional<Schedule> schedule;

    private SyncSchedule(ExclusiveSync sync, Duration pause, JdbcAddress main, Duration stopTimeout) {
        this.sync = sync;
        this.schedule = pause.isZero()
                ? Optional.empty()
                : Optional.of(Schedule.start(main, new Recurring(TASK, pause, this::run), stopTimeout));
    }

    /**
     * Starts it; the first run comes at once.
     *
     * @param pause between two runs; zero for none from here
     * @param main the main database, with an account that may change rows
     * @param stopTimeout how long closing waits for a batch
     */
    public static SyncSchedule start(ExclusiveSync sync, Duration pause, JdbcAddress main, Duration stopTimeout) {
        return new SyncSchedule(sync, pause, main, stopTimeout);
    }

    private void run() {
        try {
            tell(sync.run(SyncProgress.NONE));
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.LEASE_TAKEN || e.fault().code() == ErrorCode.STOPPING) {
                LOG.debug("Sync: {}", e.getMessage());
            } else {
                Events.tell(new SyncFailed(String.valueOf(e.getMessage())));
            }
        } catch (StartException e) {
            Events.tell(new SyncCannotRun(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            Events.tell(new SyncFailedUnexpectedly(e.toString()));
        }
    }

    /** Moved keys are news; that copies follow is not. */
    private static void tell(SyncReport report) {
        if (report.forgotten() > 0) {
            Events.tell(new SyncMovedKeys(report.forgotten()));
        }
        LOG.debug("{}", report);
    }

    /** Has it run now, by whichever server looks first. */
    public void runSoon() {
        schedule.ifPresent(Schedule::runSoon);
    }

    /** Lets a run finish its batch, and starts none any more. */
    @Override
    public void close() {
        sync.stop();
        schedule.ifPresent(Schedule::close);
    }
}
