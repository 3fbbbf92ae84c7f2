package io.wizd.dist;

import io.wizd.client.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Three wizd, each with a database of its own: what they are asked for here needs none. */
final class ThreeServers implements AutoCloseable {
    private final Path folder;
    private final List<RunningWizd> servers;

    private ThreeServers(Path folder, List<RunningWizd> servers) {
        this.folder = folder;
        this.servers = servers;
    }

    static ThreeServers in(Path folder) {
        List<CompletableFuture<RunningWizd>> starts = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> RunningWizd.onSetUp(data(folder, i))))
                .toList();
        try {
            return new ThreeServers(
                    folder, starts.stream().map(CompletableFuture::join).toList());
        } catch (RuntimeException e) {
            starts.forEach(start -> start.thenAccept(RunningWizd::kill));
            throw e;
        }
    }

    RunningWizd get(int index) {
        return servers.get(index);
    }

    List<ServerAddress> addresses() {
        return servers.stream()
                .map(server -> new ServerAddress("127.0.0.1", server.port()))
                .toList();
    }

    /** Starts a server that has ended, on the same port and data. */
    RunningWizd startAgain(int index) {
        return RunningWizd.on(
                data(folder, index), "--port", Integer.toString(get(index).port()));
    }

    private static Path data(Path folder, int index) {
        return folder.resolve("wizd-" + index);
    }

    @Override
    public void close() throws IOException {
        for (RunningWizd server : servers) {
            server.close();
        }
    }
}
