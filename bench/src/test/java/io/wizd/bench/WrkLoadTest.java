package io.wizd.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.client.load.NumberRange;
import org.junit.jupiter.api.Test;

class WrkLoadTest {
    @Test
    void readsTheFiguresOfTheScript() {
        String output = """
                Running 5s test @ http://127.0.0.1:8003
                  1 threads and 64 connections
                RESULT 50000 5000000 640 3125 0
                """;
        assertThat(WrkLoad.figures(output)).isEqualTo(new LoadFigures(50_000, 10_000, 0.64, 3.125, 0, ""));
    }

    @Test
    void errorsAreShownWithWhatWrkSaid() {
        LoadFigures figures = WrkLoad.figures("Non-2xx or 3xx responses: 7\nRESULT 10 1000000 1 2 7");
        assertThat(figures.errors()).isEqualTo(7);
        assertThat(figures.firstError()).contains("Non-2xx");
    }

    @Test
    void noResultIsTold() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> WrkLoad.figures("unable to connect to 127.0.0.1:1 Connection refused"))
                .withMessageContaining("Connection refused");
    }

    @Test
    void aRequestWithoutNumbersIsMadeOnce() {
        String script = WrkLoad.script(Workload.Http.json("POST /ping", "{\"a\":1}", NumberRange.DEFAULT));
        assertThat(script)
                .contains("wrk.method = \"POST\"", "wrk.path = \"/ping\"", "wrk.body = \"{\\\"a\\\":1}\"")
                .contains("wrk.headers[\"Content-Type\"] = \"application/json\"")
                .doesNotContain("function request");
    }

    @Test
    void theSameNumberStandsInPathAndBody() {
        String script = WrkLoad.script(Workload.Http.json("PUT /kv/k${n}", "{\"n\":${n}}", new NumberRange(7, 1234)));
        assertThat(script)
                .contains("string.format(\"%04d\", math.random(7, 1234))")
                .contains("wrk.format(nil, \"/kv/k\" .. n .. \"\", nil, \"{\\\"n\\\":\" .. n .. \"}\")");
    }
}
