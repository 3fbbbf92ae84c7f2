package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.KvRows;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcRows;
import io.wizd.client.load.RequestTemplate;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.util.Optional;

/**
 * Keys set by messages over TCP, beside the same procedure called one row at a time.
 *
 * @param inFlight messages on each connection
 */
record KvSetTcp(String name, int inFlight) implements BenchCase {
    @Override
    public String summary() {
        return "kv-set as length-prefixed messages, " + inFlight
                + " in flight a connection; CALL kv_set with one row from 16 JDBC threads";
    }

    @Override
    public Sides open(Stage stage) {
        Json body = Json.of("{\"key\":\"" + KvRows.KEY + "\",\"value\":" + KvRows.VALUE + "}");
        RequestTemplate request =
                RequestTemplate.message(Framing.LENGTH_PREFIXED, Message.of("kv-set", body), KvRows.WRITTEN);
        return new Sides(
                stage.wizd(new Workload.Tcp(request, inFlight)),
                stage.jdbcRows(JdbcRows.Work.KV_SET),
                Optional.of(stage.database()));
    }
}
