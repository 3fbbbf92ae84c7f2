package io.wizd.server.connection;

/**
 * How many messages a connection may have in flight beside the others of its event loop: a client that pipelines hundreds must not
 * leave those that wait for each reply a few of a hundred turns. While the others have few, it may have {@value #TIMES_THE_MEAN}
 * times what a connection has on average; where all pipeline, or one alone, that does not limit them. What it sends beyond waits
 * unread. On the event loop.
 */
public final class FairShare {
    private static final int TIMES_THE_MEAN = 2;

    /** Connections with a message in flight. */
    private int busy;

    private int inFlight;

    /** A message of a connection begins, which has so many now. */
    void began(int ofConnection) {
        inFlight++;
        if (ofConnection == 1) {
            busy++;
        }
    }

    /** So many messages of a connection end, and so many are left. */
    void ended(int count, int left) {
        inFlight -= count;
        if (left == 0) {
            busy--;
        }
    }

    /** Whether a connection may begin one more beside those that it has. */
    boolean allows(int ofConnection) {
        return busy < 2 || ofConnection == 0 || (long) ofConnection * busy < (long) TIMES_THE_MEAN * inFlight;
    }
}
