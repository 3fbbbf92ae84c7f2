package io.wizd.handlers.kv;

import io.wizd.handlers.spec.MediaTypes;
import io.wizd.handlers.spec.Once;
import io.wizd.protocol.Json;
import io.wizd.protocol.JsonBytes;
import io.wizd.protocol.WizdException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way to a procedure. Immutable.
 *
 * @param key what is written
 * @param operation what shall happen
 * @param plain whether it is decided by nothing that is stored, so that a copy may take it while the owner is away
 * @param request by what it is known again, so that it is carried out once; null if by nothing
 * @param element what the procedure takes
 */
record KvWrite(
        String key,
        Operation operation,
        boolean plain,
        @Nullable String request,
        JsonBytes element) {
    /** What a write does, by what there is. */
    enum Operation {
        SET,
        CREATE,
        UPDATE,
        DELETE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A write of a value.
     *
     * @param once by what it is known again; null if by nothing
     * @throws WizdException {@code BAD_FIELD} for a key or a contentType that could not be read again over HTTP, and for
     *     bytes that are not base64
     */
    static KvWrite of(Operation operation, KvValue in, @Nullable Once once) {
        if (in.key().equals(".") || in.key().equals("..")) {
            throw WizdException.ofField(
                    "key",
                    "key must not be . or .., which an HTTP client takes for a step in the path; choose another");
        }
        if (in.contentType() != null && !MediaTypes.isValid(in.contentType())) {
            throw WizdException.ofField(
                    "contentType", "contentType must be a media type such as text/plain; charset=utf-8, in ASCII");
        }
        if (in.contentType() != null) {
            checkBase64(in.value());
        }
        boolean plain = operation == Operation.SET && in.isPlain();
        String request = requestOf(once);
        String word = plain && request == null ? null : operation.word();
        return new KvWrite(in.key(), operation, plain, request, KvElement.ofValue(word, in, request));
    }

    /** A delete, also of a key that could not be written any more. */
    static KvWrite delete(String key, @Nullable String ifMatch, @Nullable String ifNoneMatch, @Nullable Once once) {
        String request = requestOf(once);
        Json element = KvElement.ofDelete(Operation.DELETE.word(), key, ifMatch, ifNoneMatch, request);
        return new KvWrite(key, Operation.DELETE, false, request, element);
    }

    private static @Nullable String requestOf(@Nullable Once once) {
        return once == null ? null : once.request();
    }

    /** Whether it may go by the fast procedure, which decides by nothing that is stored. */
    boolean isFast() {
        return plain && request == null;
    }

    /** Whether it may be sent twice. */
    boolean mayBeSentAgain() {
        return plain || request != null;
    }

    /** Whether a copy may take it while the owner is away: it does not ask what the owner holds. */
    boolean isHintable() {
        return plain;
    }

    /** A string of base64 with its padding, and without escapes. Looked at where it is, since it may be 22 MB. */
    private static void checkBase64(Json value) {
        byte[] text = value.array();
        int begin = value.offset() + 1;
        int end = value.offset() + value.length() - 1;
        boolean valid = text[value.offset()] == '"' && (end - begin) % 4 == 0;
        int padding = 0;
        while (valid && padding < 2 && end > begin && text[end - 1] == '=') {
            end--;
            padding++;
        }
        for (int i = begin; valid && i < end; i++) {
            valid = isBase64(text[i]);
        }
        if (!valid) {
            throw WizdException.ofField(
                    "value", "with contentType, value must be a string of base64 (RFC 4648, with padding)");
        }
    }

    private static boolean isBase64(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '+' || b == '/';
    }
}
