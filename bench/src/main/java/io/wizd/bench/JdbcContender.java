package io.wizd.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.bench.reference.JdbcRows;
import io.wizd.protocol.Jsons;

/** A process that runs {@link JdbcRows}: it is the load as well, and says what it saw. */
final class JdbcContender implements Contender {
    private static final int ANSWER_MARGIN_MS = 30_000;

    private final String name;
    private final JvmProcess jvm;

    JdbcContender(String name, JvmProcess jvm) {
        this.name = name;
        this.jvm = jvm;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProcessHandle process() {
        return jvm.handle();
    }

    @Override
    public LoadFigures load(int durationMs) {
        jvm.tell(Integer.toString(durationMs));
        String answer = jvm.await(JdbcRows.RESULT, durationMs + ANSWER_MARGIN_MS);
        try {
            return Jsons.MAPPER.readValue(answer, LoadFigures.class);
        } catch (JsonProcessingException e) {
            throw new BenchException(name + " answered no figures: " + answer, e);
        }
    }
}
