package io.wizd.client;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.FieldFault;
import java.util.Arrays;
import java.util.List;
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
 * @param errors {@code Errors}: all fields that are wrong; empty if the error is about none
 */
public record ReplyError(
        int status,
        String code,
        String description,
        @Nullable String field,
        @Nullable Long retryAfterMs,
        List<WrongField> errors) {

    /**
     * What is wrong with one field.
     *
     * @param field its path in the message
     * @param code the stable name
     * @param description one line for people
     */
    public record WrongField(String field, String code, String description) {}

    public ReplyError {
        errors = List.copyOf(errors);
    }

    /** The same with a code of ours: the one of that name, or else the one that comes nearest by its status. */
    public Fault toFault() {
        List<FieldFault> fields = errors.stream()
                .map(wrong -> new FieldFault(wrong.field, knownCode(wrong.code), wrong.description))
                .toList();
        return new Fault(knownCode(code), description, field, retryAfterMs, fields);
    }

    private ErrorCode knownCode(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .or(() -> ErrorCode.withHttpStatus(status).stream().findFirst())
                .orElse(status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL);
    }

    @Override
    public String toString() {
        return status + " " + code + ": " + description;
    }
}
