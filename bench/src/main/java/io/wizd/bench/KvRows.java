package io.wizd.bench;

import io.wizd.client.load.NumberRange;

/** The keys and values of the kv cases. Static, any thread. */
public final class KvRows {
    /** A million keys are written, and are what lists list. */
    public static final NumberRange WRITTEN = first(1_000_000);

    /** The first 100,000 of them are there already, and are what is read. */
    public static final NumberRange PRELOADED = first(100_000);

    /** As many as a large installation holds; only read. */
    public static final NumberRange TEN_MILLION = new NumberRange(10_000_000, 19_999_999);

    /** As many as fit into any cache, of the same length; only read. */
    public static final NumberRange TEN_THOUSAND = new NumberRange(10_000_000, 10_009_999);

    /** Of the lists. */
    public static final int KEYS_A_PAGE = 1_000;

    /** Of key number <code>${n}</code>. */
    public static final String KEY = "k${n}";

    /** 100 bytes, as those of the peers' harness. */
    public static final String VALUE = "{\"n\":${n},\"note\":\"" + "x".repeat(77) + "\"}";

    private KvRows() {}

    /** The first keys of the million. */
    public static NumberRange first(int keys) {
        return new NumberRange(1_000_000, 1_000_000 + keys - 1);
    }

    /** The key of a number. */
    public static String key(long n) {
        return KEY.replace("${n}", Long.toString(n));
    }

    /** The value of a number. */
    public static String value(long n) {
        return VALUE.replace("${n}", Long.toString(n));
    }
}
