package io.wizd.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.wizd.budget.ProcessorLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections of one event loop, whose clock the test moves. */
class TurnsTest {
    private static final int PATIENT_BEGIN = 10;
    private static final int WANTED = 1000;
    private static final int UNTIL_FAIR = 20;

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private Turns turns = new Turns(clock.eventLoop(), ProcessorLoad.always(true));

    /** A connection that begins messages for as long as it may. */
    private final class Client {
        int heard;
        final Turns.Place place = turns.new Place(() -> heard++);

        /** Waits for each reply. */
        void beginPatiently() {
            for (int i = 0; i < PATIENT_BEGIN; i++) {
                assertThat(place.allowsMore())
                        .as("a patient one is never held back")
                        .isTrue();
                place.began();
            }
        }

        /** How many of those it wanted it could begin. */
        int pipeline() {
            int begun = 0;
            while (begun < WANTED && place.allowsMore()) {
                place.began();
                place.pipelines();
                begun++;
            }
            return begun;
        }
    }

    private List<Client> clients(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Client()).toList();
    }

    private void nextTurn() {
        clock.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
    }

    private List<Integer> begunAfter(int turnCount, List<Client> patient, List<Client> pipelining) {
        clock.freezeTime();
        List<Integer> begun = new ArrayList<>();
        for (int turn = 0; turn < turnCount; turn++) {
            begun.clear();
            patient.forEach(Client::beginPatiently);
            pipelining.forEach(client -> begun.add(client.pipeline()));
            nextTurn();
        }
        return begun;
    }

    @Test
    void besidePatientOnesEachGetsWhatOneOfThemGets() {
        assertThat(begunAfter(UNTIL_FAIR, clients(8), clients(2))).containsOnly(PATIENT_BEGIN);
    }

    /** Else it would be halved at once by whoever says ping beside it. */
    @Test
    void onePipelinesLessFromTurnToTurn() {
        List<Client> patient = clients(8);
        List<Client> pipelining = clients(1);
        assertThat(begunAfter(1, patient, pipelining)).containsExactly(WANTED);
        assertThat(begunAfter(1, patient, pipelining)).containsExactly(750);
        assertThat(begunAfter(1, patient, pipelining)).containsExactly(563);
    }

    @Test
    void whoeverWasHeldBackHearsOfTheNextTurnOnce() {
        List<Client> pipelining = clients(1);
        begunAfter(UNTIL_FAIR, clients(8), pipelining);
        Client held = pipelining.getFirst();
        int before = held.heard;
        assertThat(held.pipeline()).isPositive();
        assertThat(held.place.allowsMore()).isFalse();
        nextTurn();
        assertThat(held.heard).isEqualTo(before + 1);
        assertThat(held.place.allowsMore()).isTrue();
    }

    @Test
    void whereMostPipelineNobodyIsHeldBack() {
        assertThat(begunAfter(UNTIL_FAIR, clients(2), clients(2))).containsOnly(WANTED);
    }

    @Test
    void whereTheProcessorsHaveTimeNobodyIsHeldBack() {
        turns = new Turns(clock.eventLoop(), ProcessorLoad.always(false));
        assertThat(begunAfter(UNTIL_FAIR, clients(8), clients(2))).containsOnly(WANTED);
    }

    @Test
    void afterATurnInWhichNothingWasSentNobodyIsHeldBack() {
        List<Client> pipelining = clients(1);
        begunAfter(UNTIL_FAIR, clients(8), pipelining);
        nextTurn();
        assertThat(begunAfter(1, clients(8), pipelining)).containsExactly(WANTED);
    }

    @Test
    void whileNothingIsSentNothingIsScheduled() {
        begunAfter(1, clients(1), List.of());
        nextTurn();
        assertThat(clock.runScheduledPendingTasks())
                .as("nanoseconds to the next task")
                .isEqualTo(-1);
    }
}
