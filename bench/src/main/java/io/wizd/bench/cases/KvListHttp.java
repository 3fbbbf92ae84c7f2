package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcPages;
import io.wizd.client.load.NumberRange;
import java.util.List;

/** Pages of 1,000 keys out of the first of the million, beside the same procedure called on each node. */
record KvListHttp(String name, JdbcPages.Work work, int keys) implements BenchCase {
    static List<BenchCase> all(int keys) {
        return List.of(
                new KvListHttp("kv-list-prefix", JdbcPages.Work.PREFIX, keys),
                new KvListHttp("kv-list-after", JdbcPages.Work.AFTER, keys));
    }

    @Override
    public String summary() {
        return "GET /kv/?%s&limit=%d, %,d keys; CALL kv_list on each node in turn from 16 JDBC threads"
                .formatted(parameter("{key}"), KvRows.KEYS_A_PAGE, keys);
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
        NumberRange listed = KvRows.first(keys);
        return new Sides(
                database,
                stage.wizd(Workload.Http.get(path, work.pages(keys)))
                        .after(() -> database.wizdKeys().toRead(listed)),
                stage.program("JDBC, 16 threads", JdbcPages.class, work.name(), Integer.toString(keys))
                        .after(() -> database.referenceKeys().toRead(listed)));
    }
}
