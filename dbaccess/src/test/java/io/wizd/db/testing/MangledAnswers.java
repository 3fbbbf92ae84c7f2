package io.wizd.db.testing;

import io.wizd.db.JdbcAddress;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A door in front of a database that understands enough of the protocol of MySQL to change the answer of a CALL: of one
 * with a single result set of one row or more, sent as text or as a prepared statement's.
 */
public final class MangledAnswers implements AutoCloseable {
    private static final byte COM_QUERY = 0x03;
    private static final byte COM_STMT_EXECUTE = 0x17;
    private static final byte END_OF_ROWS = (byte) 0xFE;

    private final Queue<Mangling> manglings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger executedPrepared = new AtomicInteger();
    private final Door door;

    /** In front of the server of this address, which changes nothing yet. */
    public MangledAnswers(JdbcAddress database) {
        this.door = new Door(database, Connection::new);
    }

    /** What becomes of one answer. */
    @FunctionalInterface
    public interface Mangling {
        /** Sends what the client is to get instead; what it throws breaks the connection. */
        void send(Answer answer, Client client) throws IOException;
    }

    /**
     * The answer of a CALL, in the payloads of its packets.
     *
     * @param head the columns
     * @param rows a packet each
     * @param endOfRows says that more follows
     * @param end whether the CALL ended well
     */
    public record Answer(List<byte[]> head, List<byte[]> rows, byte[] endOfRows, byte[] end) {
        /** The same with other rows. */
        public Answer withRows(List<byte[]> others) {
            return new Answer(head, others, endOfRows, end);
        }

        /** All but the end. */
        public List<byte[]> resultSet() {
            List<byte[]> packets = new ArrayList<>(head);
            packets.addAll(rows);
            packets.add(endOfRows);
            return packets;
        }
    }

    /** Who made the CALL. */
    public static final class Client {
        private final OutputStream out;
        private final CountDownLatch goesOn;
        private int sequence;

        Client(OutputStream out, CountDownLatch goesOn) {
            this.out = out;
            this.goesOn = goesOn;
        }

        /** Waits until it sends its next statement over the same connection, or has closed it. */
        public void awaitReaction() throws IOException {
            await(goesOn);
        }

        /** Sends packets, numbered on. */
        public void send(List<byte[]> payloads) throws IOException {
            for (byte[] payload : payloads) {
                send(payload);
            }
        }

        /** Sends a packet, numbered on. */
        public void send(byte[] payload) throws IOException {
            write(out, ++sequence, payload);
        }
    }

    /** The same database, through the door, without TLS. */
    public JdbcAddress through(JdbcAddress address) {
        JdbcAddress through = door.through(address);
        // TLS would hide the packets; without it, MySQL wants its key asked for.
        String url = through.url() + (through.url().contains("?") ? "&" : "?")
                + "sslMode=DISABLED&allowPublicKeyRetrieval=true";
        return new JdbcAddress(url, through.user(), through.password());
    }

    /** The next answer of a CALL that is not spoken for is sent like this. */
    public void mangle(Mangling mangling) {
        manglings.add(mangling);
    }

    /** CALLs that came as prepared statements. */
    public int executedPrepared() {
        return executedPrepared.get();
    }

    @Override
    public void close() {
        door.close();
    }

    /** Waits for what a test does. */
    public static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("the test did not go on");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private record Packet(int sequence, byte[] payload) {}

    private final class Connection implements Door.Relay {
        private final AtomicReference<@Nullable Mangling> next = new AtomicReference<>();
        private volatile CountDownLatch goesOn = new CountDownLatch(1);

        @Override
        public void toDatabase(InputStream from, OutputStream to) throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from));
            try {
                while (true) {
                    Packet packet = read(in);
                    goesOn.countDown();
                    if (packet.sequence == 0 && isCall(packet.payload)) {
                        goesOn = new CountDownLatch(1);
                        next.set(manglings.poll());
                    }
                    write(to, packet.sequence, packet.payload);
                }
            } finally {
                goesOn.countDown();
            }
        }

        private boolean isCall(byte[] payload) {
            if (payload[0] == COM_STMT_EXECUTE) {
                executedPrepared.incrementAndGet();
                return true;
            }
            return payload[0] == COM_QUERY && new String(payload, StandardCharsets.UTF_8).contains("CALL ");
        }

        @Override
        public void toClient(InputStream from, OutputStream to) throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from));
            while (true) {
                Packet packet = read(in);
                Mangling mangling = next.getAndSet(null);
                Client client = new Client(to, goesOn);
                if (mangling == null) {
                    write(to, packet.sequence, packet.payload);
                } else {
                    mangling.send(answer(packet, in), client);
                }
            }
        }
    }

    private static Answer answer(Packet columnCount, DataInputStream in) throws IOException {
        List<byte[]> head = new ArrayList<>();
        head.add(columnCount.payload);
        for (int i = 0; i < columnCount.payload[0]; i++) {
            head.add(read(in).payload);
        }
        List<byte[]> rows = new ArrayList<>();
        byte[] packet = read(in).payload;
        if (packet[0] == END_OF_ROWS) {
            // There is at least one row, so this ends the columns; servers and clients that agree on it leave it out.
            head.add(packet);
            packet = read(in).payload;
        }
        while (packet[0] != END_OF_ROWS) {
            rows.add(packet);
            packet = read(in).payload;
        }
        return new Answer(head, rows, packet, read(in).payload);
    }

    private static Packet read(DataInputStream in) throws IOException {
        int low = in.read();
        if (low < 0) {
            throw new EOFException();
        }
        int length = low | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
        int sequence = in.readUnsignedByte();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Packet(sequence, payload);
    }

    private static void write(OutputStream out, int sequence, byte[] payload) throws IOException {
        byte[] packet = new byte[4 + payload.length];
        packet[0] = (byte) payload.length;
        packet[1] = (byte) (payload.length >> 8);
        packet[2] = (byte) (payload.length >> 16);
        packet[3] = (byte) sequence;
        System.arraycopy(payload, 0, packet, 4, payload.length);
        out.write(packet);
        out.flush();
    }
}
