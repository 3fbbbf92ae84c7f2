package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.Contender;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.client.load.NumberRange;

/** Keys read over HTTP out of ten million, beside the same wizd with ten thousand. */
final class KvGetMany implements BenchCase {
    @Override
    public String name() {
        return "kv-get-10m";
    }

    @Override
    public String summary() {
        return "GET /kv/{key} with 10,000,000 keys; the same wizd with 10,000 keys"
                + " (only where named: half a minute or more to make the keys, 2.5 GB of disk)";
    }

    @Override
    public boolean onlyWhenNamed() {
        return true;
    }

    @Override
    public Sides open(Stage stage) {
        BenchDatabase database = stage.database();
        return new Sides(
                database,
                reading(stage, "wizd, 10,000,000 keys", KvRows.TEN_MILLION),
                reading(stage, "wizd, 10,000 keys", KvRows.TEN_THOUSAND));
    }

    private static Contender reading(Stage stage, String name, NumberRange keys) {
        return stage.wizd(name, Workload.Http.get("/kv/" + KvRows.KEY, keys), stage.connections())
                .after(() -> stage.database().wizdKeys().toRead(keys));
    }
}
