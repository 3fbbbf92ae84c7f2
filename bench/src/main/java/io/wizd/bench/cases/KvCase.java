package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.Contender;
import io.wizd.bench.KvRows;
import io.wizd.bench.KvTables;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcRows;
import io.wizd.client.load.RequestTemplate;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys set or read, beside the same procedure called one row at a time, and beside the database's own ceiling: the same
 * procedure called with as many rows as it likes best.
 *
 * @param request as the summary has it
 */
record KvCase(String name, String request, Workload workload, JdbcRows.Work work, Crowd crowd) implements BenchCase {
    private static final int ROWS_A_CALL = 128;
    private static final Json SET = Json.of("{\"key\":\"" + KvRows.KEY + "\",\"value\":" + KvRows.VALUE + "}");
    private static final Json GET = Json.of("{\"key\":\"" + KvRows.KEY + "\"}");

    /** How many connections. */
    enum Crowd {
        /** As {@code --connections} says. */
        USUAL("") {
            @Override
            int connections(Stage stage) {
                return stage.connections();
            }
        },
        /** 256, whatever it says. */
        LARGE("-c256") {
            @Override
            int connections(Stage stage) {
                return 256;
            }
        };

        private final String suffix;

        Crowd(String suffix) {
            this.suffix = suffix;
        }

        abstract int connections(Stage stage);
    }

    /** Sets and gets, over HTTP and TCP. */
    static List<BenchCase> all() {
        return Stream.of(Crowd.values()).flatMap(KvCase::all).toList();
    }

    private static Stream<BenchCase> all(Crowd crowd) {
        return Stream.of(
                new KvCase(
                        "kv-set-http" + crowd.suffix,
                        "PUT /kv/{key}",
                        Workload.Http.json("PUT /kv/" + KvRows.KEY, KvRows.VALUE, KvRows.WRITTEN),
                        JdbcRows.Work.KV_SET,
                        crowd),
                new KvCase(
                        "kv-get-http" + crowd.suffix,
                        "GET /kv/{key}",
                        Workload.Http.get("/kv/" + KvRows.KEY, KvRows.PRELOADED),
                        JdbcRows.Work.KV_GET,
                        crowd),
                tcp("kv-set-tcp", JdbcRows.Work.KV_SET, 1, crowd),
                tcp("kv-set-tcp-16", JdbcRows.Work.KV_SET, 16, crowd),
                tcp("kv-get-tcp", JdbcRows.Work.KV_GET, 1, crowd),
                tcp("kv-get-tcp-16", JdbcRows.Work.KV_GET, 16, crowd));
    }

    private static KvCase tcp(String name, JdbcRows.Work work, int inFlight, Crowd crowd) {
        RequestTemplate template = switch (work) {
            case KV_SET -> RequestTemplate.message(Framing.LENGTH_PREFIXED, Message.of("kv-set", SET), KvRows.WRITTEN);
            case KV_GET ->
                RequestTemplate.message(Framing.LENGTH_PREFIXED, Message.of("kv-get", GET), KvRows.PRELOADED);
        };
        String request = (work == JdbcRows.Work.KV_SET ? "kv-set" : "kv-get") + " as length-prefixed messages, "
                + inFlight + " in flight a connection";
        return new KvCase(name + crowd.suffix, request, new Workload.Tcp(template, inFlight), work, crowd);
    }

    @Override
    public String summary() {
        String keys = work == JdbcRows.Work.KV_SET ? "1,000,000" : "100,000";
        return request + ", " + keys + " keys" + (crowd == Crowd.LARGE ? ", 256 connections" : "") + "; CALL "
                + (work == JdbcRows.Work.KV_SET ? "kv_set" : "kv_get") + " from 16 JDBC threads, with one row and with "
                + ROWS_A_CALL;
    }

    @Override
    public Sides open(Stage stage) {
        BenchDatabase database = stage.database();
        return new Sides(
                database,
                stage.wizd("wizd", workload, crowd.connections(stage)).after(() -> putKeys(database.wizdKeys())),
                rows(stage, "JDBC, 16 threads", 1),
                rows(stage, "JDBC, 16 threads, " + ROWS_A_CALL + " rows a CALL", ROWS_A_CALL));
    }

    private Contender rows(Stage stage, String name, int rowsACall) {
        return stage.program(name, JdbcRows.class, work.name(), Integer.toString(rowsACall))
                .after(() -> putKeys(stage.database().referenceKeys()));
    }

    private void putKeys(KvTables tables) {
        switch (work) {
            case KV_SET -> tables.copyOf(KvRows.PRELOADED);
            case KV_GET -> tables.toRead(KvRows.PRELOADED);
        }
    }
}
