package io.wizd.handlers.kv;

import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.protocol.Json;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The fields of {@code kv-set}, {@code kv-create} and {@code kv-update}: a key, and what it shall hold. */
@DeclaredFieldsOnly
public record KvValue(
        @Doc("The key, 1 to 512 bytes of UTF-8, compared byte for byte; not . or ..")
        @Size(min = 1, max = 512)
        @MaxBytes(512)
        String key,

        @Doc("Any JSON value, kept as it came; with contentType, bytes as a string of base64")
        Json value,

        @Doc("The media type of the bytes, such as text/plain; charset=utf-8, in ASCII; absent for a JSON value")
        @Size(min = 3, max = 255)
        @Nullable
        String contentType,

        @Doc("After so many milliseconds the key is gone; absent for never") @Min(1) @Max(KvValue.MAX_TTL_MS) @Nullable
        Long ttlMs,

        @Doc("Only where the key has one of these versions, with commas between, or exists (*)")
        @Pattern(regexp = Conditions.PATTERN, message = Conditions.MISMATCH)
        @Nullable
        String ifMatch,

        @Doc("Only where the key has none of these versions, or does not exist (*)")
        @Pattern(regexp = Conditions.PATTERN, message = Conditions.MISMATCH)
        @Nullable
        String ifNoneMatch) {

    /** A hundred years, so that no sum of times overflows. */
    static final long MAX_TTL_MS = 3_155_760_000_000L;

    /** A set of a JSON value for good, which the fast procedure can do. */
    boolean isPlain() {
        return ttlMs == null && ifMatch == null && ifNoneMatch == null;
    }
}
