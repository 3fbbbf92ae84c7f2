package io.wizd.bench.overload;

import com.fasterxml.jackson.databind.JsonNode;

/** What an ordinary client was told, whichever way it asks. */
sealed interface Answer {
    /** The key holds this. */
    record Value(JsonNode value, long version) implements Answer {}

    /** The set is done. */
    record Written(String key, long version) implements Answer {}

    /** There is no such key. */
    record Absent() implements Answer {}

    /** 503, and when to come again. */
    record Refused(long retryAfterMs) implements Answer {}

    /** Any other error. */
    record Failed(String kind) implements Answer {}

    /** What does not answer the request. */
    record Wrong(String why) implements Answer {}
}
