package io.wizd.handlers.spec;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a message must say of who sends it, in its envelope, or over HTTP in header fields; beside what its {@link Access} needs.
 * It is checked with the fields of the message, before the handler.
 */
public enum Sender {
    /** Nothing. */
    ANYONE,
    /** A card user and a device. */
    DEVICE,
    /** A card user and a device, and the token that {@code register} gave them. */
    CARD_USER;

    /**
     * The fields of a message that says who sends it.
     *
     * @param fields reads them
     * @throws WizdException {@code BAD_FIELD} with all that is missing here, and all that is wrong there; what else {@code fields}
     *     throws
     */
    public <I> I bind(Message message, Supplier<I> fields) {
        List<Fault> missing = missingIn(message);
        try {
            I in = fields.get();
            if (missing.isEmpty()) {
                return in;
            }
        } catch (WizdException e) {
            if (missing.isEmpty() || e.fault().code() != ErrorCode.BAD_FIELD) {
                throw e;
            }
            missing.add(e.fault());
        }
        throw new WizdException(Fault.of(missing));
    }

    private List<Fault> missingIn(Message message) {
        boolean isComplete = this == ANYONE || isThere(message.userID()) && isThere(message.deviceID());
        if (isComplete) {
            return List.of();
        }
        List<Fault> missing = new ArrayList<>();
        if (!isThere(message.userID())) {
            missing.add(missing("userID", "X-User-ID"));
        }
        if (!isThere(message.deviceID())) {
            missing.add(missing("deviceID", "X-Device-ID"));
        }
        return missing;
    }

    private static boolean isThere(@Nullable String name) {
        return name != null && !name.isEmpty();
    }

    private static Fault missing(String field, String header) {
        return Fault.ofField(field, "the envelope needs " + field + " (over HTTP the header " + header + ")");
    }
}
