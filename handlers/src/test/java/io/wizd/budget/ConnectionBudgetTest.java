package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;

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
