package io.wizd.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.Services;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.ServiceContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EffectsTest {
    @Test
    void whatTheClientKnowsByItselfIsWhatTheServerDeclares() {
        MeterRegistry registry = new SimpleMeterRegistry();
        JdbcAddress address = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");
        try (Database nowhere = new Database("nowhere", address, 1, 1, registry)) {
            HandlerTable table = Services.of(
                            new ServiceContext(
                                    nowhere,
                                    address,
                                    new Partitions(List.of(nowhere)),
                                    Map.of(),
                                    Path.of("nowhere"),
                                    ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry),
                                    Duration.ZERO,
                                    registry,
                                    "test"),
                            Services.Settings.DEFAULT,
                            List.of())
                    .table();
            assertThat(Effects.BUILT_IN).isNotEmpty().allSatisfy((type, known) -> {
                MessageSpec<?, ?> spec =
                        Objects.requireNonNull(table.find(type), type).spec();
                assertThat(known).as(type).isEqualTo(new Effects.Known(spec.effect(), spec.honoursRequestId()));
            });
        }
    }
}
