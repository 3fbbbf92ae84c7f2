package io.wizd.server.connection;

import io.wizd.budget.ProcessorLoad;

/**
 * How many messages a connection may have in flight beside the others of its event loop: a client that pipelines hundreds must not
 * leave those that wait for each reply a few of a hundred turns. While most connections are patient (they have one message in flight
 * and sent no other), none may have more than {@value #BESIDE_PATIENT}, and one only where the processors have no time left: then
 * each more would be taken from them. Else {@value #TIMES_THE_MEAN} times what a connection has on average, which limits nobody
 * where all pipeline. (The average alone does not do: a few that pipeline raise it, and with it what they may have.) One alone
 * has no limit here. What a client sends beyond waits unread. On the event loop.
 */
public final class FairShare {
    private static final int BESIDE_PATIENT = 16;
    private static final int TIMES_THE_MEAN = 2;

    private final ProcessorLoad processors;

    /** Connections with a message in flight. */
    private int busy;

    private int patient;
    private int inFlight;

    /** @param processors of the machine */
    public FairShare(ProcessorLoad processors) {
        this.processors = processors;
    }

    /** One connection's part of it. */
    final class Part {
        private int mine;

        /** It has sent more than it may have in flight. */
        private boolean hasMore;

        /** A message begins. */
        void began() {
            change(mine + 1, hasMore);
        }

        /** So many messages end. */
        void ended(int count) {
            change(mine - count, hasMore && mine > count);
        }

        /** Whether one more may begin. */
        boolean allowsMore() {
            if (busy < 2 || mine == 0) {
                return true;
            }
            if (2 * patient > busy) {
                return mine < BESIDE_PATIENT && !processors.isHigh();
            }
            return (long) mine * busy < (long) TIMES_THE_MEAN * inFlight;
        }

        /** Another message has come, and may not begin. */
        void refusedMore() {
            change(mine, true);
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
