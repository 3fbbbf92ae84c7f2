package io.wizd.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a server that lies is found out. */
class OrdinaryClientsTest {
    private record Found(ClientTally load, OrdinaryClients.ReadBack readBack) {}

    private static Found found(FakeKeys.Lie lie, long readBackMs) throws IOException, InterruptedException {
        try (FakeKeys server = new FakeKeys(lie);
                OrdinaryClients clients = new OrdinaryClients(server::address, List.of(HttpSpeech::new))) {
            ClientTally load = clients.begin();
            server.awaitManyRequests();
            clients.rest();
            return new Found(load, clients.readBack(readBackMs));
        }
    }

    @Test
    void nothingIsWrongWithAServerThatIsHonest() throws IOException, InterruptedException {
        Found found = found(FakeKeys.Lie.NONE, 10_000);
        assertThat(found.load.good() + found.load.late()).isGreaterThanOrEqualTo(299);
        assertThat(found.load.details()).isEmpty();
        assertThat(found.readBack.unread()).isZero();
        assertThat(found.readBack.tally().details()).isEmpty();
    }

    @Test
    void theValueOfAnotherKeyIsWrong() throws IOException, InterruptedException {
        Found found = found(FakeKeys.Lie.ANOTHER_KEY, 10_000);
        assertThat(found.load.wrongReplies()).isPositive();
        assertThat(found.load.details()).contains("was answered with");
    }

    @Test
    void anotherVersionIsWrong() throws IOException, InterruptedException {
        assertThat(found(FakeKeys.Lie.ANOTHER_VERSION, 10_000).load.wrongReplies())
                .isPositive();
    }

    @Test
    void aSetThatIsAcknowledgedAndForgottenIsLost() throws IOException, InterruptedException {
        Found found = found(FakeKeys.Lie.FORGETS, 10_000);
        assertThat(found.load.lostSets() + found.readBack.tally().lostSets()).isPositive();
        assertThat(found.load.wrongReplies()).isZero();
    }

    @Test
    void aRefusalThatSaysWhenToComeAgainIsCountedApart() throws IOException, InterruptedException {
        Found refused = found(FakeKeys.Lie.REFUSES, 0);
        assertThat(refused.load.refusals()).isPositive();
        assertThat(refused.load.errors()).isZero();
        Found failed = found(FakeKeys.Lie.FAILS_WITHOUT_SAYING_WHEN, 0);
        assertThat(failed.load.refusals()).isZero();
        assertThat(failed.load.details()).contains("503 without Retry-After");
        assertThat(failed.readBack.unread()).isPositive();
    }
}
