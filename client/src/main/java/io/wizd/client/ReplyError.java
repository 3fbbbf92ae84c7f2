package io.wizd.client;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@code result} of an error reply, as it came: the code is a name, so that one which only a newer server knows
 * is kept.
 *
 * @param status {@code Error}: the HTTP status that REST would give
 * @param code {@code Code}: the stable name
 * @param description one line for people
 * @param field the field at fault
 * @param retryAfterMs when to try again, in milliseconds
 */
public record ReplyError(
        int status,
        String code,
        String description,
        @Nullable String field,
        @Nullable Long retryAfterMs) {

    /** The same with a code of ours: the one of that name, or else the one that comes nearest by its status. */
    public Fault toFault() {
        return new Fault(knownCode(), description, field, retryAfterMs);
    }

    private ErrorCode knownCode() {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .or(() -> ErrorCode.withHttpStatus(status).stream().findFirst())
                .orElse(status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL);
    }

    @Override
    public String toString() {
        return status + " " + code + ": " + description;
    }
}
