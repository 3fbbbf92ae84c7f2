package io.wizd.bench.overload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What the keys of one ordinary client may hold, as far as their server has acknowledged. The client alone sets them, and numbers its
 * sets; a value tells its key and its number. One thread.
 */
final class KeyLedger {
    /** What a reply shows. */
    enum Finding {
        RIGHT,
        /** No set of this key explains it. */
        WRONG,
        /** A set that was acknowledged is gone. */
        LOST
    }

    private static final String PADDING = "x".repeat(60);

    /** What is known of one key. */
    private static final class Entry {
        /** The set that was acknowledged last, 0 for none, and its version. */
        private long acknowledged;

        private long version;
        private long lastSent;

        /** Sets whose fate nobody told: they may still come about, after later ones too. */
        private final Set<Long> untold = new HashSet<>();
    }

    private final String prefix;
    private final Entry[] entries;

    /** @param prefix of all keys; no other client has it */
    KeyLedger(String prefix, int size) {
        this.prefix = prefix;
        this.entries = new Entry[size];
        Arrays.setAll(entries, slot -> new Entry());
    }

    int size() {
        return entries.length;
    }

    String key(int slot) {
        return prefix + slot;
    }

    /** Whether a set of it was acknowledged. */
    boolean isSet(int slot) {
        return entries[slot].acknowledged > 0;
    }

    /** The number of the next set, which is sent now. */
    long nextSet(int slot) {
        Entry entry = entries[slot];
        entry.untold.add(++entry.lastSent);
        return entry.lastSent;
    }

    /** JSON of about 100 bytes. */
    String value(int slot, long number) {
        return "{\"key\":\"" + key(slot) + "\",\"set\":" + number + ",\"padding\":\"" + PADDING + "\"}";
    }

    /** A set was acknowledged, of a key, with a version. */
    Finding acknowledged(int slot, long number, Answer.Written written) {
        Entry entry = entries[slot];
        if (!written.key().equals(key(slot)) || written.version() <= entry.version) {
            return Finding.WRONG;
        }
        take(entry, number, written.version());
        return Finding.RIGHT;
    }

    /** A value was read. What is found lost counts as known from then on, so that it is found once. */
    Finding read(int slot, Answer.Value read) {
        Entry entry = entries[slot];
        JsonNode value = read.value();
        long number = value.path("set").asLong();
        if (!value.path("key").asText().equals(key(slot)) || number < 1 || number > entry.lastSent) {
            return Finding.WRONG;
        }
        if (number == entry.acknowledged && read.version() == entry.version) {
            return Finding.RIGHT;
        }
        if (read.version() > entry.version) {
            boolean mayBe = entry.untold.contains(number);
            take(entry, number, read.version());
            return mayBe ? Finding.RIGHT : Finding.WRONG;
        }
        if (read.version() == entry.version) {
            return Finding.WRONG;
        }
        take(entry, number, read.version());
        return Finding.LOST;
    }

    /** The key is said not to be there. */
    Finding absent(int slot) {
        if (!isSet(slot)) {
            return Finding.RIGHT;
        }
        take(entries[slot], 0, 0);
        return Finding.LOST;
    }

    private static void take(Entry entry, long number, long version) {
        entry.untold.remove(number);
        entry.acknowledged = number;
        entry.version = version;
    }
}
