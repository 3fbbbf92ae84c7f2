package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wizd.budget.ProcessorBudgets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** No budget promises what the process cannot have. */
class BudgetConfigTest {
    private static final long MIB = 1 << 20;

    private final Logger logger = (Logger) LoggerFactory.getLogger(BudgetConfig.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void hearNoMore() {
        logger.detachAppender(logged);
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
        assertThat(logged.list)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.getFormattedMessage())
                                .isEqualTo(
                                        "wizd.budget.connections = 100000: 819 at most will be open, because this process may open"
                                                + " 1024 files; raise that limit (ulimit -n, or LimitNOFILE of systemd), or lower the key"));
    }

    @Test
    void asManyAsTheProcessCanOpenAreTaken() {
        BudgetConfig budget = new BudgetConfig(MIB, MIB, 819, 1_000, ProcessorBudgets.Shares.DEFAULT);
        assertThat(budget.within(new ProcessLimits(512 * MIB, 1_024))).isEqualTo(budget);
        assertThat(budget.within(new ProcessLimits(512 * MIB, Long.MAX_VALUE))).isEqualTo(budget);
        assertThat(logged.list).isEmpty();
    }
}
