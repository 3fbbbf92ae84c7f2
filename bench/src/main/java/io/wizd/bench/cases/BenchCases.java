package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import java.util.List;

/** Every case, in the order of the table. */
public final class BenchCases {
    /** All of them. */
    public static final List<BenchCase> ALL = List.of(
            new PingTcp("ping-tcp", 1),
            new PingTcp("ping-tcp-16", 16),
            new PingHttp("ping-http", "/ping"),
            new PingHttp("ping-messages", "/messages"),
            new KvSetHttp(),
            new KvSetTcp("kv-set-tcp", 1),
            new KvSetTcp("kv-set-tcp-16", 16),
            new KvGetHttp());

    private BenchCases() {}
}
