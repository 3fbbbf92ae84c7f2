package io.wizd.server.connection;

import io.wizd.budget.ProcessorLoad;

/**
 * How many messages a connection may have in flight beside the others of its event loop: a client that pipelines hundreds must not
 * leave those that wait for each reply a few of a hundred turns. While most connections are patient (they have one message in flight
 * and sent no other), none may have more than {@value #BESIDE_PATIENT}, and one only where the processors have no time left: then
 * each more would be taken from them. Else {@value #TIMES_THE_MEAN} times what a connection has on average, which limits nobody
 * where all pipeline. (The average alone does not do: a few that pipeline raise it, and with it what they may have.) One alone
 * has no limit here. What a client sends beyond waits unread. On the event loop.
 *
 * <p>And where the processors have no time left, a connection that has sent more begins it only when as many messages of others have
 * ended as there are connections: its next message is here already when it gets a reply, that of a patient client comes later.
 */
public final class FairShare {
    private static final int BESIDE_PATIENT = 16;
    private static final int TIMES_THE_MEAN = 2;

    private final ProcessorLoad processors;

    /** Connections with a message in flight. */
    private int busy;

    private int patient;
    private int inFlight;

    /** Messages that have ended. */
    private long endedInAll;

    /** @param processors of the machine */
    public FairShare(ProcessorLoad processors) {
        this.processors = processors;
    }

    /** One connection's part of it. */
    final class Part {
        private int mine;

        /** It has sent more than it may have in flight. */
        private boolean hasMore;

        /** What must have ended in all before its next message. */
        private long turn;

        /** A message begins. */
        void began() {
            change(mine + 1, hasMore);
        }

        /** So many messages end. */
        void ended(int count) {
            endedInAll += count;
            turn = hasMore && isBesidePatient() ? endedInAll + busy : 0;
            change(mine - count, hasMore && mine > count);
        }

        /** Whether others are to have their turn before it begins its next message; to be asked again a moment later. */
        boolean isNotItsTurn() {
            return endedInAll < turn && processors.isHigh();
        }

        /** Whether one more may begin. */
        boolean allowsMore() {
            if (busy < 2 || mine == 0) {
                return true;
            }
            if (isBesidePatient()) {
                return mine < BESIDE_PATIENT && !processors.isHigh();
            }
            return (long) mine * busy < (long) TIMES_THE_MEAN * inFlight;
        }

        /** Another message has come, and may not begin. */
        void refusedMore() {
            change(mine, true);
        }

        private boolean isBesidePatient() {
            return 2 * patient > busy;
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
