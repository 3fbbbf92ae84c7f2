package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.reference.ApplyRows;
import io.wizd.bench.reference.SyncRun;
import io.wizd.client.load.NumberRange;

/** One run of sync, beside the procedure that it ends in. A reply is a key that has arrived at its copy. */
record KvSyncRun(int keys) implements BenchCase {
    @Override
    public String name() {
        return "kv-sync";
    }

    @Override
    public String summary() {
        return "one run of sync that brings %,d changed keys to a copy each, however long it takes;".formatted(keys)
                + " CALL kv_apply with 128 rows that are in memory from 16 JDBC threads";
    }

    @Override
    public Sides open(Stage stage) {
        BenchDatabase database = stage.database();
        NumberRange changed = KvRows.first(keys);
        String number = Integer.toString(keys);
        return new Sides(
                database,
                stage.program("wizd's sync", SyncRun.class, number)
                        .after(() -> database.referenceKeys().changed(changed)),
                stage.program("JDBC, 16 threads, 128 rows a CALL", ApplyRows.class, number)
                        .after(() -> database.referenceKeys().copyOf(changed)));
    }
}
