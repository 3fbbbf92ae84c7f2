package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcRows;
import java.util.Optional;

/** Keys set over HTTP, beside the same procedure called one row at a time. */
final class KvSetHttp implements BenchCase {
    @Override
    public String name() {
        return "kv-set-http";
    }

    @Override
    public String summary() {
        return "PUT /kv/{key}, 1,000,000 keys, 100 bytes; CALL kv_set with one row from 16 JDBC threads";
    }

    @Override
    public Sides open(Stage stage) {
        return new Sides(
                stage.wizd(Workload.Http.json("PUT /kv/" + KvRows.KEY, KvRows.VALUE, KvRows.WRITTEN)),
                stage.jdbcRows(JdbcRows.Work.KV_SET),
                Optional.of(stage.database()));
    }
}
