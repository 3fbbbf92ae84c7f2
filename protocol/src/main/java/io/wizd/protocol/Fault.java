package io.wizd.protocol;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as a client sees it. What it repeats of a request is cut, so that an error never is as large as what it
 * refuses.
 *
 * @param code the stable code
 * @param description one line for people, with the particulars of the case
 * @param field the field of the message that is at fault, by its path ({@code rows[3].phone_number})
 * @param retryAfterMs when to try again, where that makes sense, in milliseconds; with status 503 and
 *     {@code REQUEST_IN_PROGRESS} always, a time of the code's own where none is given
 * @param fields all fields that are wrong, where the code is {@code BAD_FIELD} and a field is named; else empty
 */
public record Fault(
        ErrorCode code,
        String description,
        @Nullable String field,
        @Nullable Long retryAfterMs,
        List<FieldFault> fields) {
    private static final int MAX_DESCRIPTION_CHARS = 4096;
    static final int MAX_FIELD_CHARS = 255;

    public Fault {
        description = cut(description, MAX_DESCRIPTION_CHARS);
        field = field == null ? null : cut(field, MAX_FIELD_CHARS);
        retryAfterMs = retryAfterMs == null ? code.retryAfterMs() : retryAfterMs;
        fields = fields.isEmpty() && field != null && code == ErrorCode.BAD_FIELD
                ? List.of(new FieldFault(field, code, description))
                : List.copyOf(fields);
    }

    /** A fault of one field, or of none. */
    public Fault(ErrorCode code, String description, @Nullable String field, @Nullable Long retryAfterMs) {
        this(code, description, field, retryAfterMs, List.of());
    }

    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end) + "…";
    }

    /** A fault with the code's own description. */
    public static Fault of(ErrorCode code) {
        return new Fault(code, code.description(), null, null);
    }

    /** A fault with a description of the case. */
    public static Fault of(ErrorCode code, String description) {
        return new Fault(code, description, null, null);
    }

    /** A fault of one field. */
    public static Fault ofField(String field, String description) {
        return new Fault(ErrorCode.BAD_FIELD, description, field, null);
    }

    /**
     * Several faults as one: the code and the field of the first, the descriptions of all, and each field with its own.
     *
     * @param faults one at least
     */
    public static Fault of(List<Fault> faults) {
        Fault first = faults.getFirst();
        String all = faults.stream().map(Fault::description).collect(Collectors.joining("; "));
        List<FieldFault> fields =
                faults.stream().flatMap(fault -> fault.wrongFields().stream()).toList();
        return new Fault(first.code, all, first.field, first.retryAfterMs, fields);
    }

    private List<FieldFault> wrongFields() {
        return field == null || !fields.isEmpty() ? fields : List.of(new FieldFault(field, code, description));
    }

    /** The same fault, to be tried again after a while. */
    public Fault retryAfterMs(long afterMs) {
        return new Fault(code, description, field, afterMs, fields);
    }
}
