package io.wizd.db;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.sql.SQLException;

/** A database error on its way to the client: the client learns the code, the log the statement and the cause. */
public final class DbException extends WizdException {
    private static final long serialVersionUID = 1L;

    private final String node;
    private final String procedure;

    DbException(Fault fault, String node, String procedure, Throwable cause) {
        super(fault, cause);
        this.node = node;
        this.procedure = procedure;
    }

    /** A failure that no retry mends: a full disk, or a defect of ours. */
    static DbException internal(String node, String procedure, SQLException cause) {
        ErrorCode code = SqlFailure.isDiskFull(cause) ? ErrorCode.INSUFFICIENT_STORAGE : ErrorCode.INTERNAL;
        return new DbException(Fault.of(code), node, procedure, cause);
    }

    /** The node, the procedure and the database's own words, for the log. */
    @Override
    public String getMessage() {
        String why = getCause() instanceof SQLException sql ? SqlReason.numberedWords(sql) : String.valueOf(getCause());
        return fault().code() + " in " + procedure + " on " + node + ", " + why;
    }
}
