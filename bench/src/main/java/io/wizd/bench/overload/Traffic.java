package io.wizd.bench.overload;

import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/**
 * What attackers do on each of some connections: they send as the server takes it, and not faster than said.
 *
 * @param requests the next bytes to send; whoever takes them releases them
 * @param perSecond how often on each connection
 * @param most how often at most on each connection; then it only reads
 */
record Traffic(int connections, Supplier<ByteBuf> requests, double perSecond, int most, Reading reading) {
    /** How replies are read; they are dropped. */
    enum Reading {
        /** As they come, up to 6.4 MB/s on each connection: more would cost the attackers too much processor time. */
        AS_THEY_COME(1 << 16, 1),
        /** One byte a second. */
        SLOWLY(1, Attacker.TICKS_A_SECOND),
        NEVER(1, Integer.MAX_VALUE);

        private final int bytes;
        private final int everyTicks;

        Reading(int bytes, int everyTicks) {
            this.bytes = bytes;
            this.everyTicks = everyTicks;
        }

        /** At once. */
        int bytes() {
            return bytes;
        }

        /** See {@link Attacker#tick}. */
        int everyTicks() {
            return everyTicks;
        }
    }

    /** Again and again. */
    static Traffic flood(int connections, double perSecond, Supplier<ByteBuf> requests) {
        return new Traffic(connections, requests, perSecond, Integer.MAX_VALUE, Reading.AS_THEY_COME);
    }

    /** Once on each connection, which is then held. */
    static Traffic held(int connections, Reading reading, Supplier<ByteBuf> request) {
        return new Traffic(connections, request, Attacker.TICKS_A_SECOND, 1, reading);
    }

    /** How long a connection that the server has ended stays away: one that is held costs much to make. */
    long comesBackAfterMs() {
        return most == 1 ? 5_000 : 1_000;
    }
}
