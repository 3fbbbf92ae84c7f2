package io.wizd.bench.overload;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All ordinary clients, on one event loop. One thread. */
final class OrdinaryClients implements AutoCloseable {
    private static final int KEYS_EACH = 50;
    private static final int CHECK_MS = 200;

    /** Longer than any of them waits for a reply. */
    private static final long REST_TIMEOUT_MS = 20_000;

    private final LoopThread thread = new LoopThread("ordinary-clients");
    private final List<OrdinaryClient> clients = new ArrayList<>();

    /**
     * Connects them.
     *
     * @param server where it is now
     * @param speeches one a client
     */
    OrdinaryClients(Supplier<InetSocketAddress> server, List<Supplier<Speech>> speeches) {
        for (Supplier<Speech> speech : speeches) {
            KeyLedger ledger = new KeyLedger("ordinary-" + clients.size() + "-", KEYS_EACH);
            clients.add(new OrdinaryClient(thread.loop(), server, speech, ledger));
        }
        onAll(OrdinaryClient::connect);
        thread.loop()
                .scheduleAtFixedRate(
                        () -> clients.forEach(client -> client.checkTime(System.nanoTime())),
                        CHECK_MS,
                        CHECK_MS,
                        TimeUnit.MILLISECONDS);
    }

    /** They get and set from now on. */
    ClientTally begin() {
        ClientTally tally = new ClientTally();
        onAll(client -> client.beginLoad(tally));
        return tally;
    }

    /** They send nothing more; returns when all replies are there, or are given up. */
    void rest() {
        onAll(OrdinaryClient::rest);
        Pause.until(() -> thread.call(() -> clients.stream().allMatch(OrdinaryClient::isIdle)), REST_TIMEOUT_MS);
    }

    /**
     * What came of reading all keys.
     *
     * @param unread keys that nobody told of in time
     */
    record ReadBack(ClientTally tally, int unread) {}

    /** Reads all keys, so that sets that are lost show, within so many milliseconds. */
    ReadBack readBack(long timeoutMs) {
        ClientTally tally = new ClientTally();
        onAll(client -> client.beginReadBack(tally));
        Pause.until(() -> thread.call(this::unread) == 0, timeoutMs);
        int unread = thread.call(this::unread);
        rest();
        return new ReadBack(tally, unread);
    }

    private int unread() {
        return clients.stream().mapToInt(OrdinaryClient::unread).sum();
    }

    double cpuSeconds() {
        return thread.cpuSeconds();
    }

    private void onAll(Consumer<OrdinaryClient> action) {
        thread.run(() -> clients.forEach(action));
    }

    @Override
    public void close() {
        thread.close();
    }
}
