package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Heard;
import io.wizd.event.BudgetEvent.ConnectionsLowered;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No budget promises what the process cannot have. */
class BudgetConfigTest {
    private static final long MIB = 1 << 20;

    private final Heard<ConnectionsLowered> told = Heard.of(ConnectionsLowered.class, event -> event.files() == 1_024);

    @AfterEach
    void hearNoMore() {
        told.close();
    }

    @ParameterizedTest
    @CsvSource({
        "512, 65536, 32, 64, 16384",
        "4096, 65536, 256, 512, 52428",
        "512, 1024, 32, 64, 819",
        "96, 65536, 6, 32, 3072",
        "64, 65536, 4, 28, 2048",
        "32, 20, 2, 14, 16"
    })
    void whatIsUsualGoesIntoTheProcess(long heapMib, long files, long messageMib, long largeMib, int connections) {
        BudgetConfig usual = BudgetConfig.of(new ProcessLimits(heapMib * MIB, files));
        assertThat(usual.messageBytes()).isEqualTo(messageMib * MIB);
        assertThat(usual.largeBytes()).isEqualTo(largeMib * MIB);
        assertThat(usual.connections()).isEqualTo(connections);
        assertThat(usual.connectionsByAddress()).isEqualTo(connections / 2);
    }

    @Test
    void moreConnectionsThanFilesAreFewerAndTheLogSaysSo() {
        BudgetConfig budget = new BudgetConfig(MIB, MIB, 100_000, 5_000, ProcessorBudgets.Shares.DEFAULT)
                .within(new ProcessLimits(512 * MIB, 1_024));
        assertThat(budget.connections()).isEqualTo(819);
        assertThat(budget.connectionsByAddress()).isEqualTo(819);
        assertThat(told.texts())
                .containsExactly(
                        "wizd.budget.connections = 100000: at most 819 can be open, because the limit of open"
                                + " files of this process is 1024; raise it (ulimit -n, or LimitNOFILE of systemd), or lower the key");
    }

    @Test
    void asManyAsTheProcessCanOpenAreTaken() {
        BudgetConfig budget = new BudgetConfig(MIB, MIB, 819, 1_000, ProcessorBudgets.Shares.DEFAULT);
        assertThat(budget.within(new ProcessLimits(512 * MIB, 1_024))).isEqualTo(budget);
        assertThat(budget.within(new ProcessLimits(512 * MIB, Long.MAX_VALUE))).isEqualTo(budget);
        assertThat(told.events()).isEmpty();
    }
}
