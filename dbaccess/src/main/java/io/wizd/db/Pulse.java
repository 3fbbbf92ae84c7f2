package io.wizd.db;

import io.wizd.db.CallsInFlight.InFlight;
import io.wizd.db.CallsInFlight.ServerThread;
import io.wizd.event.CallEvent.CallEnded;
import io.wizd.event.Events;
import io.wizd.event.NodeEvent.NodeCheckFailed;
import io.wizd.protocol.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds within seconds that a node is silent, whatever it was asked: every second, over a connection of its own, on a
 * virtual thread of its own. It also ends the CALLs whose last deadline has passed; a CALL may last as long as somebody
 * waits for it.
 */
final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** For an answer, then for a connection: what is slower than both is silent. */
    private static final int LIMIT_SECONDS = 2;

    private static final int NOT_OWNER = 1095;

    private static final Procedure<Json> CONNECTION_END = Procedure.single("connection_end", Json.class);

    private final String node;
    private final JdbcAddress address;
    private final CallsInFlight calls;
    private final Consumer<SQLException> whenSilent;
    private final Thread thread;
    private volatile boolean closed;

    // Guarded by the monitor of this.
    private @Nullable Connection connection;
    private long answersSeen;
    private final List<ServerThread> givenUp = new ArrayList<>();

    /** @param whenSilent told each time that it was found so */
    Pulse(String node, JdbcAddress address, CallsInFlight calls, Consumer<SQLException> whenSilent) {
        this.node = node;
        this.address = address.withOption("connectTimeout", Integer.toString(LIMIT_SECONDS * 1000))
                .withOption("socketTimeout", Integer.toString(LIMIT_SECONDS * 1000));
        this.calls = calls;
        this.whenSilent = whenSilent;
        this.thread = Thread.ofVirtual().name("pulse-" + node).unstarted(this::beatUntilClosed);
    }

    void start() {
        thread.start();
    }

    private void beatUntilClosed() {
        while (!closed) {
            beat();
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private synchronized void beat() {
        try {
            List<InFlight> overdue = calls.overdue();
            if (calls.answers() == answersSeen || !overdue.isEmpty()) {
                reach();
            }
            answersSeen = calls.answers();
            for (InFlight call : overdue) {
                Events.tell(new CallEnded(node));
                call.end(this::kill);
            }
        } catch (SQLException e) {
            if (isRefusal(e)) {
                LOG.debug("{} does not take one more connection: {}", node, e.toString());
            } else if (!closed) {
                giveUpAll();
                whenSilent.accept(e);
            }
        } catch (RuntimeException e) {
            Events.tell(new NodeCheckFailed(node, e));
        }
    }

    /** Whoever refuses is not silent. */
    private static boolean isRefusal(SQLException e) {
        return e.getErrorCode() != 0;
    }

    /** Returns where the node answers; a connection that has died meanwhile says nothing, so a new one is tried. */
    private Connection reach() throws SQLException {
        Connection open = connection;
        if (open == null || !open.isValid(LIMIT_SECONDS)) {
            connection = null;
            open = address.connect();
            connection = open;
        }
        return open;
    }

    private void giveUpAll() {
        for (InFlight call : calls.all()) {
            try {
                call.end(givenUp::add);
            } catch (SQLException e) {
                LOG.debug("A connection to {} was lost already: {}", node, e.toString());
            }
        }
    }

    /**
     * Returns where the node answers again, and nothing that was sent to it before it fell silent can be carried out any
     * more: packets may still be on their way.
     */
    synchronized void revive() throws SQLException {
        ServerThread own = ServerThread.of(reach());
        for (ServerThread lost : List.copyOf(givenUp)) {
            // Numbers grow, and our connection is new: a greater one is of before a restart, and may be another's now.
            if (lost.id() < own.id()) {
                kill(lost);
            }
            givenUp.remove(lost);
        }
    }

    private void kill(ServerThread lost) throws SQLException {
        Connection open = reach();
        if (!ServerThread.of(open).server().equals(lost.server())) {
            return;
        }
        try (PreparedStatement kill = open.prepareStatement("KILL ?")) {
            kill.setLong(1, lost.id());
            kill.execute();
        } catch (SQLException e) {
            requireRefusal(e);
            if (e.getErrorCode() == NOT_OWNER) {
                killInCall(open, lost);
            }
        }
    }

    /** Within a CALL it belongs to the owner of the procedures. */
    private void killInCall(Connection open, ServerThread lost) throws SQLException {
        try (PreparedStatement end = open.prepareStatement(CONNECTION_END.statement())) {
            end.setString(1, "[{\"id\":" + lost.id() + "}]");
            end.execute();
        } catch (SQLException e) {
            requireRefusal(e);
            LOG.debug("Connection {} of {} was not ended: {}", lost.id(), node, e.toString());
        }
    }

    /** What is not there any more, or has left its CALL meanwhile, need not be ended; silence is another matter. */
    private static void requireRefusal(SQLException e) throws SQLException {
        if (!isRefusal(e)) {
            throw e;
        }
    }

    /** Asks no more. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("The pulse of {} ended with its connection: {}", node, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
