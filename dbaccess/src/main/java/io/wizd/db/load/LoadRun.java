package io.wizd.db.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** One load from beginning to end: check all rows, ask what must be asked, write the rows, say what was done. For one thread. */
final class LoadRun {

    private final LoadJob job;
    private final LoadOptions options;
    private final Connection connection;
    private final ResumeFile resumeFile;
    private final Session session;

    LoadRun(LoadJob job, LoadOptions options, Connection connection, ResumeFile resumeFile, Session session) {
        this.job = job;
        this.options = options;
        this.connection = connection;
        this.resumeFile = resumeFile;
        this.session = session;
    }

    void run() throws LoadException, IOException, SQLException {
        ResumePoint start = options.dryRun ? ResumePoint.START : startingPoint();
        if (options.skipBad && !options.dryRun && start.badFileBytes() == 0 && Files.exists(badFile())) {
            throw BadRows.alreadyThere(badFile());
        }
        InputCheck.Checked checked = new InputCheck(job, session.screen(), session.interrupt()).run();
        refuseBadRows(checked);
        if (options.dryRun) {
            sayWhatWouldBeDone(checked);
            return;
        }
        if (options.truncate) {
            emptyTable();
        }
        load(start, checked);
    }

    private ResumePoint startingPoint() throws LoadException, SQLException {
        Optional<ResumeFile.Saved> saved = resumeFile.read();
        if (options.fromRow.isPresent()) {
            return new ResumePoint(options.fromRow.get() - 1, "", Counts.NONE, 0);
        } else if (options.resume) {
            return new Resumption(job, connection)
                    .point(saved.orElseThrow(() -> new LoadException(
                            ExitStatus.USAGE,
                            "nothing to resume: no broken-off load of "
                                    + job.input().name() + " into "
                                    + job.table().name() + " is known here")));
        } else if (saved.isPresent() && !options.truncate) {
            throw new LoadException(
                    ExitStatus.USAGE,
                    "an earlier load of " + job.input().name() + " into "
                            + job.table().name() + " stopped after row "
                            + Shown.count(saved.get().done().row())
                            + ": go on with --resume, or begin again with --from-row 1");
        }
        return ResumePoint.START;
    }

    private Path badFile() {
        return options.badFile.orElse(
                BadRows.defaultPath(job.input(), job.layout().format()));
    }

    private void refuseBadRows(InputCheck.Checked checked) throws LoadException {
        long bad = checked.faults().rows();
        if (bad == 0 || (options.skipBad && !options.dryRun)) {
            return;
        }
        checked.faults().lines(job.input().name()).forEach(session.screen().err()::println);
        if (!options.skipBad) {
            throw new LoadException(
                    ExitStatus.DATA,
                    Shown.count(bad) + " of " + Shown.rows(checked.rows())
                            + " are bad; nothing was loaded (--skip-bad loads the others)");
        }
    }

    private void sayWhatWouldBeDone(InputCheck.Checked checked) throws SQLException {
        String deleted = options.truncate ? ", after deleting " + Shown.rows(countRows()) + "," : "";
        session.screen()
                .out()
                .println("dry run: would load "
                        + Shown.rows(checked.rows() - checked.faults().rows()) + " into "
                        + job.table().name() + deleted + " and leave out "
                        + Shown.count(checked.faults().rows())
                        + "; nothing was changed");
    }

    private void emptyTable() throws LoadException, SQLException {
        if (!options.yes) {
            String question = "Delete all " + Shown.rows(countRows()) + " of "
                    + job.table().name() + "? Type the table's name: ";
            String answer = session.screen()
                    .ask(question)
                    .orElseThrow(() -> new LoadException(
                            ExitStatus.USAGE, "--truncate asks, and there is no terminal to ask at: add --yes"));
            if (!answer.equals(job.table().name().table())
                    && !answer.equals(job.table().name().toString())) {
                throw new LoadException(ExitStatus.USAGE, "not confirmed; nothing was changed");
            }
        }
        try (Statement statement = connection.createStatement()) {
            // The account of the loader may not TRUNCATE, and TRUNCATE could not be undone.
            statement.executeUpdate("DELETE FROM " + job.table().name().quoted());
        }
        connection.commit();
        resumeFile.delete();
    }

    private long countRows() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT COUNT(*) FROM " + job.table().name().quoted())) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void load(ResumePoint start, InputCheck.Checked checked) throws LoadException, IOException, SQLException {
        session.interrupt().willBeAnswered();
        long startNanos = System.nanoTime();
        Path badFile = badFile();
        LoadReport report = new LoadReport(job, session, badFile);
        try (BadRows bad = new BadRows(badFile, job.layout(), checked.header())) {
            Optional<BadRows> keep = options.skipBad ? Optional.of(bad) : Optional.empty();
            RowLoad rows = new RowLoad(job, connection, resumeFile, keep, checked.faults());
            try (LoadProgress progress = LoadProgress.open(session.screen(), "load", checked.rows(), "rows")) {
                rows.run(start, checked.rows(), progress, session.interrupt());
            } catch (StoppedException e) {
                report.faults(checked.faults());
                throw report.stopped(e, rows);
            } catch (SQLException e) {
                throw report.stopped(SqlFaults.fatal(e), rows);
            } catch (IOException e) {
                throw report.stopped(new LoadException(ExitStatus.IO, String.valueOf(e.getMessage()), e), rows);
            }
            resumeFile.delete();
            report.faults(checked.faults());
            report.done(start, rows.done(), (System.nanoTime() - startNanos) / 1e9);
        }
    }
}
