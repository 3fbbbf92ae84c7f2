package io.wizd.server.connection;

import io.netty.util.concurrent.EventExecutor;
import io.wizd.budget.ProcessorLoad;

/**
 * How many messages a connection may have in flight beside the others of its event loop: a client that pipelines hundreds must not
 * leave those that wait for each reply a few of a hundred turns. While most connections are patient (they have one message in flight
 * and sent no other), none may have more than {@value #BESIDE_PATIENT}. Else {@value #TIMES_THE_MEAN} times what a connection has
 * on average, which limits nobody where all pipeline. (The average alone does not do: a few that pipeline raise it, and with it what
 * they may have.) One alone has no limit here. What a client sends beyond waits unread. How much each may begin where the processors
 * have no time left is the matter of {@link Turns}. On the event loop.
 */
public final class FairShare {
    private static final int BESIDE_PATIENT = 16;
    private static final int TIMES_THE_MEAN = 2;

    private final Turns turns;

    /** Connections with a message in flight. */
    private int busy;

    private int patient;
    private int inFlight;

    /**
     * For the connections of one event loop.
     *
     * @param processors of the machine
     */
    public FairShare(EventExecutor eventLoop, ProcessorLoad processors) {
        this.turns = new Turns(eventLoop, processors);
    }

    /** One connection's part of it. */
    final class Part {
        private final Turns.Place place;
        private int mine;

        /** It has sent more than it may have in flight. */
        private boolean hasMore;

        /** @param mayGoOn is run when more may begin, where {@link #allowsMore} denied it though nothing is in flight */
        Part(Runnable mayGoOn) {
            this.place = turns.new Place(mayGoOn);
        }

        /**
         * A message begins.
         *
         * @param pipelined it came with one before it, which may have been answered at once
         */
        void began(boolean pipelined) {
            change(mine + 1, hasMore);
            answered(pipelined || mine > 1);
        }

        /**
         * A message was answered that was never in flight.
         *
         * @param pipelined it came with one before it
         */
        void answered(boolean pipelined) {
            place.began();
            if (pipelined) {
                place.pipelines();
            }
        }

        /** So many messages end. */
        void ended(int count) {
            change(mine - count, hasMore && mine > count);
        }

        /** Whether one more may begin. */
        boolean allowsMore() {
            return hasShareInFlight() && place.allowsMore();
        }

        private boolean hasShareInFlight() {
            if (busy < 2 || mine == 0) {
                return true;
            }
            if (2 * patient > busy) {
                return mine < BESIDE_PATIENT;
            }
            return (long) mine * busy < (long) TIMES_THE_MEAN * inFlight;
        }

        /** Another message has come, and may not begin. */
        void refusedMore() {
            change(mine, true);
            place.pipelines();
        }

        private void change(int mineNow, boolean hasMoreNow) {
            count(-1);
            mine = mineNow;
            hasMore = hasMoreNow;
            count(1);
        }

        private void count(int sign) {
            inFlight += sign * mine;
            busy += mine > 0 ? sign : 0;
            patient += mine == 1 && !hasMore ? sign : 0;
        }
    }
}
