package io.wizd.server.dispatch;

import io.wizd.db.DbException;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.protocol.WizdException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns what was thrown into what the client is told, and into what the log keeps. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** A client's mistake is told to the client alone; a defect or a failing database is logged too. */
    static Fault of(Throwable thrown, Message message) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return switch (cause) {
            case DbException db -> {
                LOG.warn("{}: {}", message, db.getMessage());
                yield db.fault();
            }
            case WizdException known -> {
                if (known.fault().code() == ErrorCode.INTERNAL) {
                    LOG.error("{}: {}", message, known.fault());
                } else {
                    LOG.debug("{}: {}", message, known.fault());
                }
                yield known.fault();
            }
            default -> {
                LOG.error("{}: unexpected", message, cause);
                yield Fault.of(ErrorCode.INTERNAL);
            }
        };
    }
}
