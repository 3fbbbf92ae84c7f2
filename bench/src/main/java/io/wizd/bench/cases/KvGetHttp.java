package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcRows;
import java.util.Optional;

/** Keys read over HTTP, beside the same procedure called one row at a time. */
final class KvGetHttp implements BenchCase {
    @Override
    public String name() {
        return "kv-get-http";
    }

    @Override
    public String summary() {
        return "GET /kv/{key}, 100,000 keys, 100 bytes; CALL kv_get with one row from 16 JDBC threads";
    }

    @Override
    public Sides open(Stage stage) {
        return new Sides(
                stage.wizd(Workload.Http.get("/kv/" + KvRows.KEY, KvRows.PRELOADED)),
                stage.jdbcRows(JdbcRows.Work.KV_GET),
                Optional.of(stage.database()));
    }
}
