package io.wizd.server.connection;

import io.netty.util.concurrent.EventExecutor;
import io.wizd.budget.ProcessorLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many messages the connections of an event loop may begin in a turn of {@value #TURN_MS} ms where the processors have no time
 * left. A client that pipelines has its next message there already when a reply is written; one that waits for each reply needs
 * the time of a round trip, in which it has nothing in flight. So what is in flight tells nothing of who got how much: messages are
 * counted. While most of the connections are patient (they never have a second message there), one that pipelines begins fewer
 * with every turn, until it has what a patient one began on average; as soon as the processors have time it begins more again.
 * What it may not begin waits, unread, for the next turn. On the event loop; costs nothing while nothing is sent.
 */
final class Turns {
    private static final int TURN_MS = 100;

    /** The load is looked at every two or three turns: what one pipelines is halved by then, or doubled. */
    private static final double FEWER = 0.75;

    private static final double MORE = 1.25;

    private final EventExecutor loop;
    private final ProcessorLoad processors;
    private final List<Place> waiting = new ArrayList<>();

    /** The number of the turn; a place that has an older one has begun nothing in this one. */
    private long turn;

    private boolean running;
    private int active;
    private int patient;
    private int begunByPatient;
    private int mostPipelined;

    /** What one that pipelines may begin in this turn. */
    private double allowance = Double.POSITIVE_INFINITY;

    /** @param processors of the machine */
    Turns(EventExecutor loop, ProcessorLoad processors) {
        this.loop = loop;
        this.processors = processors;
    }

    /** The place of one connection. */
    final class Place {
        private final Runnable nextTurn;
        private long lastTurn = -1;
        private int begun;
        private boolean pipelines;
        private boolean waits;

        /** @param nextTurn is run when it may begin more, where it was told that it may not */
        Place(Runnable nextTurn) {
            this.nextTurn = nextTurn;
        }

        /** A message begins. */
        void began() {
            if (lastTurn != turn) {
                lastTurn = turn;
                begun = 0;
                pipelines = false;
                active++;
                patient++;
                start();
            }
            begun++;
            if (pipelines) {
                mostPipelined = Math.max(mostPipelined, begun);
            } else {
                begunByPatient++;
            }
        }

        /** It has another message beside the one that is in flight. */
        void pipelines() {
            if (lastTurn == turn && !pipelines) {
                pipelines = true;
                patient--;
                begunByPatient -= begun;
                mostPipelined = Math.max(mostPipelined, begun);
            }
        }

        /** Whether it may begin one more in this turn; if not, it hears of the next. */
        boolean allowsMore() {
            boolean allowed = lastTurn != turn || !pipelines || begun < allowance;
            if (!allowed && !waits) {
                waits = true;
                waiting.add(this);
            }
            return allowed;
        }
    }

    private void start() {
        if (!running) {
            running = true;
            loop.schedule(this::end, TURN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void end() {
        running = active > 0;
        if (running) {
            loop.schedule(this::end, TURN_MS, TimeUnit.MILLISECONDS);
        }
        allowance = nextAllowance();
        turn++;
        active = 0;
        patient = 0;
        begunByPatient = 0;
        mostPipelined = 0;
        List<Place> next = List.copyOf(waiting);
        waiting.clear();
        for (Place place : next) {
            place.waits = false;
            place.nextTurn.run();
        }
    }

    private double nextAllowance() {
        if (2 * patient <= active) {
            return Double.POSITIVE_INFINITY;
        }
        if (!processors.isHigh()) {
            return allowance * MORE;
        }
        return Math.max((double) begunByPatient / patient, FEWER * Math.min(allowance, mostPipelined));
    }
}
