package io.wizd.db.load;

import java.sql.Connection;
import java.sql.SQLException;

/** Finds out where a load that was broken off is to go on. */
record Resumption(LoadJob job, Connection connection) {

    /** If a commit was under way, its witness decides: a row that is there proves that the commit went through. */
    ResumePoint point(ResumeFile.Saved saved) throws LoadException, SQLException {
        if (saved.pending().isEmpty()) {
            return saved.done();
        }
        ResumePoint pending = saved.pending().get();
        if (saved.witness().isNone()) {
            String from = Shown.count(saved.done().row() + 1);
            throw new LoadException(
                    ExitStatus.TEMPORARY,
                    "the load was killed while it committed rows " + from + " to " + Shown.count(pending.row())
                            + ", and "
                            + job.table().name() + " has no key by which to see whether they are there. Look, then give"
                            + " --from-row " + (pending.row() + 1) + " if they are, else --from-row "
                            + (saved.done().row() + 1));
        }
        return saved.witness().isThere(connection, job.table()) ? pending : saved.done();
    }
}
