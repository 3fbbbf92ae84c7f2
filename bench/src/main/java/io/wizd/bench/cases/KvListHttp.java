package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcPages;

/** Pages of 1,000 keys out of a million, beside the same procedure called on each node. */
record KvListHttp(String name, JdbcPages.Work work) implements BenchCase {
    @Override
    public String summary() {
        return "GET /kv/?" + parameter("{key}") + "&limit=" + KvRows.KEYS_A_PAGE
                + ", 1,000,000 keys; CALL kv_list on each node in turn from 16 JDBC threads";
    }

    private String parameter(String value) {
        return switch (work) {
            case PREFIX -> "prefix=" + value;
            case AFTER -> "after=" + value;
        };
    }

    @Override
    public Sides open(Stage stage) {
        BenchDatabase database = stage.database();
        String path = "/kv/?" + parameter(KvRows.KEY) + "&limit=" + KvRows.KEYS_A_PAGE;
        return new Sides(
                database,
                stage.wizd(Workload.Http.get(path, work == JdbcPages.Work.PREFIX ? KvRows.PREFIXES : KvRows.CURSORS))
                        .after(() -> database.wizdKeys().toRead(KvRows.WRITTEN)),
                stage.program("JDBC, 16 threads", JdbcPages.class, work.name())
                        .after(() -> database.referenceKeys().toRead(KvRows.WRITTEN)));
    }
}
