package io.wizd.handlers.kv;

import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.kv.KvListHandler.Item;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One ordered list out of the lists of all nodes. A key counts if its owner has it; what only a copy has was deleted,
 * unless the owner is away or has not got the key yet. Any thread that may wait.
 */
final class KvListing {
    /** The order of the bytes of UTF-8, as the database has it; that of {@link String} differs beyond U+D7FF. */
    private static final Comparator<String> BYTE_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private static final long RETRY_AFTER_MS = 1_000;

    private static final Procedure<NodePage> KV_LIST = Procedure.single("kv_list", NodePage.class);

    private final Partitions partitions;

    KvListing(Partitions partitions) {
        this.partitions = partitions;
    }

    /** Keys, and whether copies stand in for a node. */
    record Page(List<Item> keys, boolean stale) {}

    private record NodePage(List<Item> keys) {}

    private record Query(String prefix, String after, int limit) {}

    /** What the nodes said of the next keys: for each, who has it and in which version. */
    private record Round(TreeMap<String, Map<Database, Long>> found, boolean isLast) {}

    /**
     * The first keys behind one.
     *
     * @throws WizdException {@code DATABASE_AWAY} where so many nodes are away that keys would be missing
     */
    Page read(String prefix, String after, int limit, Request request) {
        List<Item> keys = new ArrayList<>();
        boolean stale = false;
        String cursor = after;
        boolean done = false;
        while (!done) {
            Round round = ask(new Query(prefix, cursor, limit), request);
            for (Map.Entry<String, Map<Database, Long>> found : round.found.entrySet()) {
                cursor = found.getKey();
                stale |= partitions.ownerOf(cursor).isAway();
                Item item = judged(cursor, found.getValue(), request);
                if (item != null && keys.size() < limit) {
                    keys.add(item);
                }
            }
            done = round.isLast || keys.size() >= limit;
        }
        return new Page(keys, stale);
    }

    private Round ask(Query query, Request request) {
        Map<Database, Reply.Pending<NodePage>> asked = new LinkedHashMap<>();
        int away = 0;
        for (Database node : partitions.nodes()) {
            try {
                asked.put(node, node.call(KV_LIST, request.withBody(Jsons.write(query))));
            } catch (WizdException e) {
                away += countAway(e);
            }
        }
        TreeMap<String, Map<Database, Long>> found = new TreeMap<>(BYTE_ORDER);
        String horizon = null;
        for (Map.Entry<Database, Reply.Pending<NodePage>> page : asked.entrySet()) {
            try {
                List<Item> keys = page.getValue().await().keys();
                keys.forEach(item -> found.computeIfAbsent(item.key(), key -> new HashMap<>())
                        .put(page.getKey(), item.version()));
                if (keys.size() >= query.limit()) {
                    horizon = lesser(horizon, keys.getLast().key());
                }
            } catch (WizdException e) {
                away += countAway(e);
            }
        }
        refuseGaps(away);
        if (horizon == null) {
            return new Round(found, true);
        }
        // Beyond the end of a full page, that node may have keys which it has not told yet.
        return new Round(new TreeMap<>(found.headMap(horizon, true)), false);
    }

    private static int countAway(WizdException e) {
        if (e.fault().code() != ErrorCode.DATABASE_AWAY) {
            throw e;
        }
        return 1;
    }

    private void refuseGaps(int away) {
        boolean covered =
                away == 0 || partitions.isSettled() && away <= partitions.map().copies();
        if (!covered) {
            throw new WizdException(
                    Fault.of(ErrorCode.DATABASE_AWAY, "the list would miss the keys of a node that is away")
                            .retryAfterMs(RETRY_AFTER_MS));
        }
    }

    private static String lesser(@Nullable String a, String b) {
        return a == null || BYTE_ORDER.compare(b, a) < 0 ? b : a;
    }

    private @Nullable Item judged(String key, Map<Database, Long> holders, Request request) {
        Database owner = partitions.ownerOf(key);
        Long version = holders.get(owner);
        if (version != null) {
            return new Item(key, version);
        }
        long newest = holders.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        if (owner.isAway()) {
            return new Item(key, newest);
        }
        boolean notYetHere = !partitions.isSettled()
                && !KvStore.peek(owner, key, request).join().isKnown();
        return notYetHere ? new Item(key, newest) : null;
    }
}
