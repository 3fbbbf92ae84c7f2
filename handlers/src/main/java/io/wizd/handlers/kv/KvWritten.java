package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Doc;
import org.jspecify.annotations.Nullable;

/** The reply to a write. */
public record KvWritten(
        @Doc("The key") String key,

        @Doc("Greater than that of any earlier write of the key")
        long version,

        @Doc("Whether the key was not there before") boolean created,

        @Doc("True where the owner of the key is away and a copy took the write, which sync carries home") @Nullable
        Boolean hinted) {}
