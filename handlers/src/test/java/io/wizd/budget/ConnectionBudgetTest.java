package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.event.BudgetEvent.LimitMet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Connections in all and from one address. */
class ConnectionBudgetTest {
    private final ConnectionBudget budget = new ConnectionBudget(3, 2);
    private final InetAddress ann = address("192.0.2.1");

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private ConnectionBudget.Place enter(InetAddress address) {
        return Objects.requireNonNull(budget.enter(address));
    }

    @Test
    void anAddressMayHaveItsOwnAndAllTogetherNoMoreThanTheBudget() {
        assertThat(enter(ann).refusal()).isNull();
        assertThat(enter(ann).refusal()).isNull();
        assertThat(enter(ann).refusal()).isNotNull();
        assertThat(enter(address("192.0.2.2")).refusal()).isNull();
        assertThat(enter(address("192.0.2.3")).refusal()).isNotNull();
        assertThat(budget.open()).isEqualTo(3);
        assertThat(budget.refused()).isEqualTo(2);
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        enter(address("2001:db8::1"));
        enter(address("2001:db8::2"));
        assertThat(enter(address("2001:db8::3")).refusal()).isNotNull();
        assertThat(enter(address("2001:db8:0:1::1")).refusal()).isNull();
    }

    /** Otherwise an address whose connections are all refused would refuse the next as well. */
    @Test
    void whoIsBeingRefusedTakesNobodysPlace() {
        ConnectionBudget.Place first = enter(ann);
        ConnectionBudget.Place second = enter(ann);
        ConnectionBudget.Place refused = enter(ann);
        first.leave();
        second.leave();
        assertThat(enter(ann).refusal()).isNull();
        assertThat(enter(ann).refusal()).isNull();
        refused.leave();
        assertThat(enter(ann).refusal()).isNotNull();
    }

    @Test
    void theMetricsTellWhichLimitWasMet() {
        MeterRegistry registry = new SimpleMeterRegistry();
        budget.measure(registry);
        enter(ann);
        enter(ann);
        enter(ann);
        enter(address("192.0.2.2"));
        enter(address("192.0.2.3"));
        enter(address("192.0.2.4"));
        assertThat(figure(registry, "refused", "address")).isEqualTo(1);
        assertThat(figure(registry, "refused", "all")).isEqualTo(2);
        assertThat(figure(registry, "capacity", "address")).isEqualTo(2);
        assertThat(figure(registry, "capacity", "all")).isEqualTo(3);
    }

    private static double figure(MeterRegistry registry, String name, String limit) {
        return registry.get("wizd.budget.connections." + name)
                .tag("limit", limit)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void theLogNamesTheAddress() {
        try (Heard<LimitMet> told = Heard.of(LimitMet.class)) {
            InetAddress network = address("2001:db8::1");
            enter(network);
            enter(network);
            enter(network);
            enter(ann);
            enter(ann);
            Eventually.await(
                    "both limits are told",
                    () -> told.texts()
                            .containsAll(List.of(
                                    "one address has all its connections (2001:db8:0:0:0:0:0:0/64: 2): 1 refused;"
                                            + " if it is a proxy, raise wizd.budget.connectionsByAddress",
                                    "all connections are taken (3; the most by 2001:db8:0:0:0:0:0:0/64: 2): 1 refused;"
                                            + " if they are needed, raise wizd.budget.connections")));
        }
    }

    @Test
    void notAnyNumberIsToldWhy() {
        List<ConnectionBudget.Place> refused = new ArrayList<>();
        enter(ann);
        enter(ann);
        for (int i = 0; i < 64; i++) {
            refused.add(enter(ann));
        }
        assertThat(budget.enter(ann)).isNull();
        refused.getFirst().leave();
        assertThat(enter(ann).refusal()).isNotNull();
    }
}
