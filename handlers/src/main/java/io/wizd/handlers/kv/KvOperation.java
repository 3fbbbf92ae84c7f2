package io.wizd.handlers.kv;

import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.Once;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** One operation of a {@code kv-batch}: the word for it, and the fields that the message of that name takes. */
@DeclaredFieldsOnly
public record KvOperation(
        @Doc("get, set, create, update or delete")
        @Pattern(regexp = "get|set|create|update|delete", message = "must be get, set, create, update or delete")
        String op,

        @Doc("The key, 1 to 512 bytes of UTF-8") @Size(min = 1, max = 512) @MaxBytes(512)
        String key,

        @Doc("What the key shall hold") @Nullable Json value,

        @Doc("The media type of the bytes; absent for a JSON value") @Size(min = 3, max = 255) @Nullable
        String contentType,

        @Doc("After so many milliseconds the key is gone") @Min(1) @Max(KvValue.MAX_TTL_MS) @Nullable
        Long ttlMs,

        @Doc("As in kv-set") @Pattern(regexp = Conditions.PATTERN, message = Conditions.MISMATCH) @Nullable
        String ifMatch,

        @Doc("As in kv-set") @Pattern(regexp = Conditions.PATTERN, message = Conditions.MISMATCH) @Nullable
        String ifNoneMatch) {

    boolean isRead() {
        return op.equals("get");
    }

    /**
     * What it writes; for anything but a get.
     *
     * @param once by what it is known again; null if by nothing
     */
    KvWrite write(@Nullable Once once) {
        return switch (op) {
            case "set" -> KvWrite.of(KvWrite.Operation.SET, fields(), once);
            case "create" -> KvWrite.of(KvWrite.Operation.CREATE, fields(), once);
            case "update" -> KvWrite.of(KvWrite.Operation.UPDATE, fields(), once);
            case "delete" -> KvWrite.delete(key, ifMatch, ifNoneMatch, once);
            default -> throw new IllegalStateException(op + " writes nothing");
        };
    }

    private KvValue fields() {
        if (value == null) {
            throw WizdException.ofField("value", "value is missing; it must be any JSON value");
        }
        return new KvValue(key, value, contentType, ttlMs, ifMatch, ifNoneMatch);
    }
}
