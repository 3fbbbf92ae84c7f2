package io.wizd.server.dispatch;

import io.wizd.db.DbException;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import io.wizd.event.RequestEvent.MessageFailed;
import io.wizd.event.RequestEvent.MessageFailedInDatabase;
import io.wizd.event.RequestEvent.MessageFailedInternally;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.protocol.WizdException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns what was thrown into what the client is told, and into what whoever runs wizd is told. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** A client's mistake is told to the client alone; a defect or a failing database is an event too. */
    static Fault of(Throwable thrown, Message message, Supplier<Origin> origin) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return switch (cause) {
            case DbException db -> {
                Events.tell(
                        new MessageFailedInDatabase(message.toString(), origin.get(), String.valueOf(db.getMessage())));
                yield db.fault();
            }
            case WizdException known -> {
                if (known.fault().code() == ErrorCode.INTERNAL) {
                    Events.tell(new MessageFailedInternally(
                            message.toString(), origin.get(), known.fault().toString()));
                } else if (LOG.isDebugEnabled()) {
                    LOG.debug("{} from {}: {}", message, origin.get(), known.fault());
                }
                yield known.fault();
            }
            default -> {
                Events.tell(new MessageFailed(message.toString(), origin.get(), cause));
                yield Fault.of(ErrorCode.INTERNAL);
            }
        };
    }
}
