package io.wizd.db.testing;

import io.wizd.db.JdbcAddress;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP door in front of a database: shut, it breaks every connection and refuses new ones, so that the database is away
 * for whoever comes through it and for nobody else; held, it lets nothing pass and tells nobody, as where packets are
 * dropped: what was sent arrives when it is opened again.
 */
public final class Door implements AutoCloseable {
    private static final Pattern HOST_AND_PORT = Pattern.compile("//([^:/]+):(\\d+)/");

    private final InetSocketAddress database;
    private final Supplier<Relay> relays;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private volatile boolean newcomersHeld;

    /** Where the bytes of one connection pass, both ways. */
    private static final class Passage {
        private boolean held;

        synchronized void hold(boolean hold) {
            held = hold;
            notifyAll();
        }

        synchronized void await() throws InterruptedException {
            while (held) {
                wait();
            }
        }

        /** What is written waits while the passage is held. */
        OutputStream guard(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    try {
                        await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new InterruptedIOException();
                    }
                    out.write(bytes, offset, count);
                }
            };
        }
    }

    /** Carries what goes over one connection, each direction on a thread of its own, until its stream ends. */
    public interface Relay {
        /** What the client says. */
        void toDatabase(InputStream from, OutputStream to) throws IOException;

        /** What the database says. */
        void toClient(InputStream from, OutputStream to) throws IOException;
    }

    private static final class Unchanged implements Relay {
        @Override
        public void toDatabase(InputStream from, OutputStream to) throws IOException {
            from.transferTo(to);
        }

        @Override
        public void toClient(InputStream from, OutputStream to) throws IOException {
            from.transferTo(to);
        }
    }

    /** An open door before the server of this address. */
    public Door(JdbcAddress address) {
        this(address, Unchanged::new);
    }

    /** The same with somebody in it who may change what goes through, one for each connection. */
    public Door(JdbcAddress address, Supplier<Relay> relays) {
        Matcher found = HOST_AND_PORT.matcher(address.url());
        if (!found.find()) {
            throw new IllegalArgumentException("no host and port in " + address);
        }
        this.relays = relays;
        this.database = new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        serve(listener);
    }

    /** The same database, through the door. */
    public JdbcAddress through(JdbcAddress address) {
        String url = HOST_AND_PORT.matcher(address.url()).replaceFirst("//127.0.0.1:" + port + "/");
        return new JdbcAddress(url, address.user(), address.password());
    }

    /** Nobody comes through any more. */
    public synchronized void shut() {
        closeQuietly(listener);
        newcomersHeld = false;
        passages.forEach(passage -> passage.hold(false));
        open.forEach(Door::closeQuietly);
        open.clear();
        // The thread that accepts lets go of the port a moment later, and resets who comes until then.
        Eventually.await("nobody comes in", () -> !isTaken());
    }

    private boolean isTaken() throws IOException {
        try (Socket newcomer = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return newcomer.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Nothing passes any more, and nobody is told. */
    public synchronized void hold() {
        newcomersHeld = true;
        passages.forEach(passage -> passage.hold(true));
    }

    /** Those that come from now on pass; those that were held are so still. */
    public synchronized void openToNewcomers() {
        newcomersHeld = false;
    }

    /** As before. */
    public synchronized void open() {
        newcomersHeld = false;
        passages.forEach(passage -> passage.hold(false));
        if (listener.isClosed()) {
            listener = listen(port);
            serve(listener);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket socket) {
        Thread.ofVirtual().name("door-" + port).start(() -> {
            while (!socket.isClosed()) {
                try {
                    join(socket.accept(), socket);
                } catch (IOException e) {
                    // Shut while it waited, or the database does not answer: the client sees a broken connection.
                }
            }
        });
    }

    private void join(Socket client, ServerSocket listening) throws IOException {
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        if (listening.isClosed()) {
            closeQuietly(client);
            return;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        try {
            server.connect(database, 2_000);
        } catch (IOException e) {
            closeQuietly(client);
            throw e;
        }
        Relay relay = relays.get();
        Passage passage = new Passage();
        passages.add(passage);
        passage.hold(newcomersHeld);
        carry(client, server, relay::toDatabase, passage);
        carry(server, client, relay::toClient, passage);
    }

    private interface Direction {
        void carry(InputStream from, OutputStream to) throws IOException;
    }

    private void carry(Socket from, Socket to, Direction direction, Passage passage) {
        Thread.ofVirtual().start(() -> {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                direction.carry(in, passage.guard(out));
                passage.await();
            } catch (IOException e) {
                // Broken by one of the two ends, or by the door.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                passages.remove(passage);
                closeQuietly(from);
                closeQuietly(to);
                open.remove(from);
                open.remove(to);
            }
        });
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket could not be closed", e);
        }
    }

    @Override
    public void close() {
        shut();
    }
}
