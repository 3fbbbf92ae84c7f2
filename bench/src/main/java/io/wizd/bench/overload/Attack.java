package io.wizd.bench.overload;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Attackers at work, from their making to {@link #end}, on one event loop. One thread. */
final class Attack {
    /** Of each kind of traffic, so that a bound for one address alone does not end the attack. */
    private static final int ADDRESSES = 8;

    private final LoopThread thread;
    private final AttackTally tally = new AttackTally();
    private final List<Attacker> attackers = new ArrayList<>();
    private final ScheduledFuture<?> ticks;

    /** Begins. */
    Attack(LoopThread thread, InetSocketAddress server, List<Traffic> kinds) {
        this.thread = thread;
        for (int kind = 0; kind < kinds.size(); kind++) {
            Traffic traffic = kinds.get(kind);
            for (int i = 0; i < traffic.connections(); i++) {
                attackers.add(new Attacker(thread.loop(), address(kind, i), server, traffic, tally));
            }
        }
        thread.run(() -> attackers.forEach(Attacker::connect));
        ticks = thread.loop()
                .scheduleAtFixedRate(
                        () -> attackers.forEach(Attacker::tick),
                        0,
                        TimeUnit.SECONDS.toMicros(1) / Attacker.TICKS_A_SECOND,
                        TimeUnit.MICROSECONDS);
    }

    /** All of 127.0.0.0/8 is this machine; ordinary clients come from 127.0.0.1. */
    private static InetSocketAddress address(int kind, int connection) {
        return new InetSocketAddress("127.0." + (kind + 1) + "." + (connection % ADDRESSES + 1), 0);
    }

    /** To be read when it is over. */
    AttackTally tally() {
        return tally;
    }

    /** Ends all their connections. */
    void end() {
        ticks.cancel(false);
        thread.run(() -> attackers.forEach(Attacker::end));
    }
}
