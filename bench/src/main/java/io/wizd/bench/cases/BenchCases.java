package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.MemberCrowd;
import io.wizd.bench.MemberRows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every case, in the order of the table. */
public final class BenchCases {
    /** All of them. */
    public static final List<BenchCase> ALL = Stream.<List<BenchCase>>of(
                    List.of(
                            new PingTcp("ping-tcp", 1),
                            new PingTcp("ping-tcp-16", 16),
                            new PingHttp("ping-http", "/ping"),
                            new PingHttp("ping-messages", "/messages")),
                    FibHttp.all(),
                    List.of(new FibStart()),
                    KvCase.all(),
                    lists(1_000_000),
                    List.of(syncOf(200_000), new KvGetMany()),
                    MemberFileImport.all(),
                    lookups(new MemberCrowd(5_000_000)))
            .flatMap(List::stream)
            .toList();

    private BenchCases() {}

    /** Lists of keys, among as many as given. */
    public static List<BenchCase> lists(int keys) {
        return KvListHttp.all(keys);
    }

    /** A run of sync that brings as many keys as given. */
    public static BenchCase syncOf(int keys) {
        return new KvSyncRun(keys);
    }

    /** A file of as many rows as given, into partitions without members. */
    public static BenchCase fileOf(MemberRows rows) {
        return new MemberFileImport("members-file", rows, Optional.empty());
    }

    /** Members looked up, among as many as given. */
    public static List<BenchCase> lookups(MemberCrowd crowd) {
        return MembersLookup.all(crowd);
    }
}
