package io.wizd.db;

import com.mysql.cj.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The CALLs that are in flight on one node, each with its connection, so that one can be ended from outside. Any thread. */
final class CallsInFlight {
    private final Set<InFlight> calls = ConcurrentHashMap.newKeySet();
    private final AtomicLong answers = new AtomicLong();

    /** What a connection is to the database: only there has the number a meaning. */
    record ServerThread(String server, long id) {
        static ServerThread of(Connection connection) throws SQLException {
            JdbcConnection own = connection.unwrap(JdbcConnection.class);
            return new ServerThread(own.getHostPortPair(), own.getId());
        }
    }

    /** Ends what the database still does for a connection that we give up. */
    @FunctionalInterface
    interface Killer {
        void kill(ServerThread thread) throws SQLException;
    }

    /** A CALL begins; closed, before its connection goes back to the pool. */
    InFlight begin(Connection connection, List<BatchedCall> batch) throws SQLException {
        InFlight call = new InFlight(connection, ServerThread.of(connection), batch);
        calls.add(call);
        return call;
    }

    /** How many have been answered: while this grows, the node is there. */
    long answers() {
        return answers.get();
    }

    /** Those that nobody waits for any more. */
    List<InFlight> overdue() {
        long now = System.nanoTime();
        return calls.stream()
                .filter(call -> call.batch.stream().allMatch(request -> request.expired(now)))
                .toList();
    }

    /** All of them. */
    List<InFlight> all() {
        return List.copyOf(calls);
    }

    /** One CALL. */
    final class InFlight implements AutoCloseable {
        private final Connection connection;
        private final ServerThread thread;
        private final List<BatchedCall> batch;
        private boolean closed;

        private InFlight(Connection connection, ServerThread thread, List<BatchedCall> batch) {
            this.connection = connection;
            this.thread = thread;
            this.batch = batch;
        }

        /** Its rows are there. */
        void answered() {
            answers.incrementAndGet();
        }

        /**
         * Ends it, if it is in flight still: first in the database, so that the next request of its keys cannot overtake
         * it there, then here, where the worker finds its connection lost.
         */
        synchronized void end(Killer killer) throws SQLException {
            if (!closed) {
                try {
                    killer.kill(thread);
                } finally {
                    connection.abort(work -> Thread.ofVirtual().name("abort").start(work));
                }
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            calls.remove(this);
        }
    }
}
