package io.wizd.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.bench.reference.Orders;
import io.wizd.protocol.Jsons;

/** A process of a program that obeys {@link Orders}: it is the load as well, and says what it saw. */
final class ProgramContender implements Contender {
    private static final int ANSWER_MARGIN_MS = 120_000;

    private final String name;
    private final JvmProcess jvm;

    ProgramContender(String name, JvmProcess jvm) {
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
        String answer = jvm.await(Orders.RESULT, durationMs + ANSWER_MARGIN_MS);
        try {
            return Jsons.MAPPER.readValue(answer, LoadFigures.class);
        } catch (JsonProcessingException e) {
            throw new BenchException(name + " answered no figures: " + answer, e);
        }
    }
}
