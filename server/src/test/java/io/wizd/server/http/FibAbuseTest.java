package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.wizd.db.testing.Eventually;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What long answers do to the server, whatever their readers do: its memory does not follow their length or number. */
class FibAbuseTest {
    /** The largest share of the answer that the server may hold for one reader. */
    private static final long MAX_HELD_BYTES = 8 << 20;

    /** By a system property, for the whole limit by hand: -Dwizd.fib.n=100000. */
    private static final int LONG_N = Integer.getInteger("wizd.fib.n", 30_000);

    private static long pooledBytes() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + PooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    }

    private static String get(int n) {
        return request("GET /fib/" + n + " HTTP/1.1");
    }

    /** Reads an answer, and holds each number against the sum of the two before it, modulo a prime. */
    private static final class Check {
        private static final long PRIME = 1_000_000_007;
        private final InputStream in;
        private long bytes;
        private int numbers;
        private long before;
        private long beforeThat;
        private long residue;
        private boolean inList;
        private final StringBuilder tail = new StringBuilder();

        Check(InputStream in) {
            this.in = in;
        }

        /** Up to so many bytes in all. */
        void read(long length) throws IOException {
            byte[] buffer = new byte[1 << 16];
            while (bytes < length) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, length - bytes));
                assertThat(count).as("more bytes").isPositive();
                for (int i = 0; i < count; i++) {
                    byte b = buffer[i];
                    if (!inList) {
                        inList = b == '[';
                    } else if (b >= '0' && b <= '9') {
                        residue = (residue * 10 + b - '0') % PRIME;
                    } else if (b == ',' || b == ']') {
                        checkNext();
                        residue = 0;
                    }
                }
                bytes += count;
                tail.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
                tail.delete(0, Math.max(0, tail.length() - 40_000));
            }
        }

        private void checkNext() {
            long expected = numbers < 2 ? numbers : (before + beforeThat) % PRIME;
            if (residue != expected) {
                throw new AssertionError("F(" + numbers + ") is wrong");
            }
            beforeThat = before;
            before = residue;
            numbers++;
        }
    }

    private static BigInteger fibonacci(int n) {
        BigInteger a = BigInteger.ZERO;
        BigInteger b = BigInteger.ONE;
        for (int i = 0; i < n; i++) {
            BigInteger sum = a.add(b);
            a = b;
            b = sum;
        }
        return a;
    }

    @Test
    void anAnswerFarLargerThanWhatTheServerHoldsIsRightToItsEnd() throws IOException {
        TestWizd wizd = TestWizd.shared();
        long before = pooledBytes();
        try (RawConnection connection = wizd.connect()) {
            long begun = System.nanoTime();
            RawResponse head = connection.send(get(LONG_N)).readHeadResponse();
            long length = Long.parseLong(head.header("Content-Length"));
            Check check = new Check(connection.input());
            check.read(length / 2);
            assertThat(pooledBytes() - before).isLessThan(MAX_HELD_BYTES);
            check.read(length);

            assertThat(check.numbers).isEqualTo(LONG_N);
            assertThat(check.tail.toString()).endsWith("," + fibonacci(LONG_N - 1) + "]}");
            assertThat(connection
                            .send(request("GET /ping HTTP/1.1"))
                            .readResponse()
                            .status())
                    .isEqualTo(200);
            System.out.printf(
                    "%,d bytes read and checked in %,d ms%n", length, (System.nanoTime() - begun) / 1_000_000);
        }
        Eventually.await("nothing is in flight", () -> wizd.messagesInFlight() == 0);
    }

    private static ConnectionLimits dropsSlowReadersAfter(long writeIdleTimeoutMs) {
        return new ConnectionLimits(1 << 20, 16, writeIdleTimeoutMs, 30_000, 75_000);
    }

    @Test
    void aReaderThatStopsIsDroppedAndHoldsNothing() {
        try (TestWizd wizd = TestWizd.start(dropsSlowReadersAfter(300))) {
            long before = pooledBytes();
            List<RawConnection> stopped = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                RawConnection connection = wizd.connect();
                connection.send(i % 2 == 0 ? get(100_000) : "{\"msgType\":\"fib\",\"message\":{\"N\":100000}}");
                connection.readBytes(100_000);
                stopped.add(connection);
            }
            Eventually.await("all are dropped", () -> wizd.openConnections() == 0);
            Eventually.await("their producers have ended", () -> wizd.messagesInFlight() == 0);
            assertThat(pooledBytes() - before).isLessThan(MAX_HELD_BYTES);
            stopped.forEach(RawConnection::close);
        }
    }

    /** The answers lie in memory or in the file, and as many wait as the water marks let begin. */
    @Test
    void aReaderThatStopsHoldsNothingOfTheTable() {
        try (TestWizd wizd = TestWizd.start(dropsSlowReadersAfter(300))) {
            try (RawConnection connection = wizd.connect()) {
                // Before the table is there they would all begin, up to the limit of messages in flight.
                connection.send(get(10_000)).readResponse();
                connection.send(get(10_000).repeat(16)).readBytes(100_000);
                assertThat(wizd.fibSending())
                        .as("the first is not sent, and no other begins")
                        .isEqualTo(1);
                Eventually.await("it is dropped", () -> wizd.openConnections() == 0);
            }
            Eventually.await("nothing is being sent", () -> wizd.fibSending() == 0);
        }
    }

    @Test
    void aReaderOfTheTableThatIsSlowButSteadyIsNotDropped() throws IOException {
        try (TestWizd wizd = TestWizd.start(dropsSlowReadersAfter(400));
                RawConnection connection = wizd.connect()) {
            connection.send(get(10_000));
            byte[] buffer = new byte[512 << 10];
            for (int i = 0; i < 18; i++) {
                assertThat(connection.input().readNBytes(buffer, 0, buffer.length))
                        .isEqualTo(buffer.length);
                LockSupport.parkNanos(70_000_000);
            }
            assertThat(wizd.openConnections()).isEqualTo(1);
        }
    }

    /** Slower than the timeout allows for the whole, but a byte now and then. */
    @Test
    void aReaderThatIsSlowButSteadyIsNotDropped() throws IOException {
        try (TestWizd wizd = TestWizd.start(dropsSlowReadersAfter(400));
                RawConnection connection = wizd.connect()) {
            connection.send(get(100_000));
            long until = System.nanoTime() + 2_500_000_000L;
            byte[] buffer = new byte[512 << 10];
            while (System.nanoTime() < until) {
                assertThat(connection.input().readNBytes(buffer, 0, buffer.length))
                        .isEqualTo(buffer.length);
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(wizd.openConnections()).isEqualTo(1);
            assertThat(wizd.messagesInFlight()).isEqualTo(1);
        }
    }

    /** They all read from the same bytes: what grows with them is what they have of the head, and no more. */
    @Test
    void manyReadersOfTheTableShareIt() throws IOException {
        int readers = 64;
        TestWizd wizd = TestWizd.shared();
        HttpCase.responseTo(get(10_000));
        Eventually.await("nothing is being sent", () -> wizd.fibSending() == 0);
        long before = pooledBytes();
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            connections.add(wizd.connect().send(get(10_000)));
        }
        for (RawConnection connection : connections) {
            connection.readBytes(1_000);
        }
        assertThat(wizd.fibSending()).isGreaterThanOrEqualTo(readers);
        assertThat(pooledBytes() - before).isLessThan(MAX_HELD_BYTES);
        for (int i = 0; i < readers; i += 2) {
            connections.get(i).close();
        }
        for (int i = 1; i < readers; i += 2) {
            try (RawConnection connection = connections.get(i)) {
                assertThat(connection.readBytes(10_000_000)).isNotEmpty();
            }
        }
        Eventually.await("nothing is being sent", () -> wizd.fibSending() == 0);
    }
}
