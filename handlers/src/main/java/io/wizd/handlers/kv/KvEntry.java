package io.wizd.handlers.kv;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.wizd.db.Procedure;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it travels from node to node: what one says of a key, tombstones included.
 *
 * @param key of the entry
 * @param version 0 if the node has no row of the key
 * @param json what {@code kv_peek} gave, and {@code kv_apply} takes
 * @param leftOutBytes of the value, where it was left out because it is larger than was asked for; 0 if not
 */
public record KvEntry(String key, long version, Json json, long leftOutBytes) {
    /** What a node has of a key. */
    public static final Procedure<Json> KV_PEEK = Procedure.of("kv_peek", Json.class);

    /** Takes an entry over where it is newer. */
    public static final Procedure<Json> KV_APPLY = Procedure.of("kv_apply", Json.class);

    static final KvEntry NONE = new KvEntry("", 0, Json.EMPTY_OBJECT, 0);

    private record Head(
            @JsonProperty("key") String key,
            @JsonProperty("version") @Nullable Long version,
            @JsonProperty("large") long large) {}

    /** Reads the reply of {@code kv_peek}. */
    public static KvEntry read(Json json) {
        Head head = Jsons.read(json, Head.class);
        return new KvEntry(head.key(), head.version() == null ? 0 : head.version(), json, head.large());
    }

    /** Whether the node has a row of the key, be it a tombstone. */
    public boolean isKnown() {
        return version > 0;
    }

    /** Whether the value was left out. */
    public boolean isLarge() {
        return leftOutBytes > 0;
    }
}
