package io.wizd.bench;

import io.wizd.server.cli.Wizd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A wizd with its embedded database, that may die and is started again on its data. It believes its clients where they say they come from
 * ({@code X-Forwarded-For}), because it counts wrong passwords by address. One thread starts and ends it.
 */
public final class WizdProcess implements AutoCloseable {
    private static final int START_TIMEOUT_MS = 120_000;
    private static final String READY = "wizd ready on ";

    private final Path folder;
    private final String heap;
    private JvmProcess process;
    private int starts;
    private volatile InetSocketAddress address;

    /**
     * Starts it.
     *
     * @param folder for its data and its logs
     * @param heap as the JVM's -Xmx takes it
     */
    public WizdProcess(Path folder, String heap) {
        this.folder = folder;
        this.heap = heap;
        this.process = started();
        this.address = awaitReady(process);
    }

    private JvmProcess started() {
        List<String> arguments = List.of(
                "run",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--config",
                configuration().toString());
        return JvmProcess.start("wizd-" + ++starts, folder, List.of("-Xmx" + heap), Wizd.class.getName(), arguments);
    }

    private Path configuration() {
        try {
            Path plugins = Files.createDirectories(folder.resolve("plugins"));
            return Files.writeString(
                    folder.resolve("wizd.conf"),
                    "wizd { fixtures = false, trustedProxies = \"127.0.0.0/8\", plugins = \"" + plugins + "\" }");
        } catch (IOException e) {
            throw new BenchException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress awaitReady(JvmProcess started) {
        String url = started.await(READY, START_TIMEOUT_MS);
        int port = URI.create(url.substring(0, (url + " ").indexOf(' '))).getPort();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Ends what is left of it, and starts it on the same data, on another port. */
    public void restart() {
        process.close();
        process = started();
        address = awaitReady(process);
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.handle().isAlive();
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.handle();
    }

    /** Where it is now; any thread. */
    public InetSocketAddress address() {
        return address;
    }

    /** Of the account that the first start made. */
    public String adminPassword() {
        try {
            return Files.readString(folder.resolve("data/admin-password")).strip();
        } catch (IOException e) {
            throw new BenchException("there is no password of the account admin: " + e.getMessage(), e);
        }
    }

    /** Sets keys, each to one of the values. */
    public void put(List<String> keys, byte[] json) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (String key : keys) {
                HttpRequest put = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + address.getPort() + "/kv/" + key))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(json))
                        .build();
                HttpResponse<String> response = client.send(put, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() >= 300) {
                    throw new BenchException("cannot set " + key + ": " + response.body());
                }
            }
        } catch (IOException e) {
            throw new BenchException("no answer to a set: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
