package io.wizd.handlers.kv;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.kv.KvListHandler.Item;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One ordered list out of the lists of all nodes. A key counts if its owner has it; what only a copy has was deleted,
 * unless the owner is away or has not got the key yet. Any thread that may wait.
 */
final class KvListing {
    /** At which one CALL looks where a first one found too few, because of tombstones. */
    private static final int ROWS_A_CALL = 2_000;

    /** After so many CALLs a page is given as short as it is. */
    private static final int MAX_CALLS = 50;

    private static final Procedure<NodePage> KV_LIST = Procedure.range("kv_list", NodePage.class);

    private final Partitions partitions;

    KvListing(Partitions partitions) {
        this.partitions = partitions;
    }

    /**
     * Keys.
     *
     * @param next the cursor of the next page; null if this is the last
     * @param stale whether copies stand in for a node
     */
    record Page(List<Item> keys, @Nullable String next, boolean stale) {}

    private record NodePage(List<Item> keys, @Nullable String next) {}

    private record Query(String prefix, String after, int limit) {}

    /**
     * The first keys behind one. There may be fewer than asked for, or none, and still a next page.
     *
     * @throws WizdException {@code DATABASE_AWAY} if so many nodes are away that keys would be missing
     */
    Page read(String prefix, String after, int limit, long deadlineNanos) {
        List<Item> keys = new ArrayList<>();
        boolean stale = false;
        // One more than asked for tells whether there is a next page.
        Query query = new Query(prefix, after, limit + 1);
        for (int calls = 0; calls < MAX_CALLS; calls++) {
            Merge merge = new Merge(ask(query, deadlineNanos));
            String key = merge.next();
            while (key != null && keys.size() <= limit) {
                Item item = judged(key, merge, deadlineNanos);
                if (item != null) {
                    keys.add(item);
                    stale |= partitions.ownerOf(key).isAway();
                }
                key = merge.next();
            }
            if (keys.size() > limit) {
                List<Item> page = keys.subList(0, limit);
                return new Page(page, page.getLast().key(), stale);
            }
            if (merge.horizon == null) {
                return new Page(keys, null, stale);
            }
            query = new Query(prefix, merge.horizon, Math.max(limit + 1, ROWS_A_CALL));
        }
        return new Page(keys, query.after, stale);
    }

    /** The next page of each node that is there. */
    private Map<Database, NodePage> ask(Query query, long deadlineNanos) {
        Map<Database, Reply.Pending<NodePage>> asked = new LinkedHashMap<>();
        for (Database node : partitions.nodes()) {
            try {
                asked.put(node, node.call(KV_LIST, new Request(Jsons.write(query), Effect.READ, deadlineNanos)));
            } catch (WizdException e) {
                refuseUnlessAway(e);
            }
        }
        Map<Database, NodePage> pages = new LinkedHashMap<>();
        asked.forEach((node, page) -> {
            try {
                pages.put(node, page.await());
            } catch (WizdException e) {
                refuseUnlessAway(e);
            }
        });
        refuseGaps(partitions.nodes().size() - pages.size());
        return pages;
    }

    private static void refuseUnlessAway(WizdException e) {
        if (e.fault().code() != ErrorCode.DATABASE_AWAY) {
            throw e;
        }
    }

    private void refuseGaps(int away) {
        boolean covered =
                away == 0 || partitions.isSettled() && away <= partitions.map().copies();
        if (!covered) {
            throw WizdException.of(ErrorCode.DATABASE_AWAY, "the list would miss the keys of a node that is away");
        }
    }

    private @Nullable Item judged(String key, Merge merge, long deadlineNanos) {
        Database owner = partitions.ownerOf(key);
        Item ofOwner = merge.found.get(owner);
        if (ofOwner != null) {
            return ofOwner;
        }
        boolean counts = owner.isAway()
                || !partitions.isSettled()
                        && !KvStore.peek(owner, key, deadlineNanos).join().isKnown();
        return counts ? merge.newest() : null;
    }

    /** How far the merge is in the page of a node. */
    private static final class Cursor {
        final Database node;
        private final List<Item> page;
        private int position;

        Cursor(Database node, List<Item> page) {
            this.node = node;
            this.page = page;
        }

        @Nullable
        Item item() {
            return position < page.size() ? page.get(position) : null;
        }
    }

    /** Goes through the pages of all nodes in the order of the keys. */
    private static final class Merge {
        /** Up to here every node has told its keys; null if all have told all. */
        final @Nullable String horizon;

        /** What the nodes that have the present key say of it. */
        final Map<Database, Item> found = new LinkedHashMap<>();

        private final List<Cursor> cursors = new ArrayList<>();

        Merge(Map<Database, NodePage> pages) {
            String least = null;
            for (Map.Entry<Database, NodePage> page : pages.entrySet()) {
                cursors.add(new Cursor(page.getKey(), page.getValue().keys()));
                String next = page.getValue().next();
                if (next != null) {
                    least = least == null || KeyOrder.BYTES.compare(next, least) < 0 ? next : least;
                }
            }
            this.horizon = least;
        }

        /** The next key up to the horizon, whose {@link #found} is then there; null at the end. */
        @Nullable
        String next() {
            String least = null;
            for (Cursor cursor : cursors) {
                Item item = cursor.item();
                if (item != null && (least == null || KeyOrder.BYTES.compare(item.key(), least) < 0)) {
                    least = item.key();
                }
            }
            if (least == null || horizon != null && KeyOrder.BYTES.compare(least, horizon) > 0) {
                return null;
            }
            take(least);
            return least;
        }

        private void take(String key) {
            found.clear();
            for (Cursor cursor : cursors) {
                Item item = cursor.item();
                if (item != null && item.key().equals(key)) {
                    found.put(cursor.node, item);
                    cursor.position++;
                }
            }
        }

        Item newest() {
            return found.values().stream()
                    .max(Comparator.comparingLong(Item::version))
                    .orElseThrow();
        }
    }
}
