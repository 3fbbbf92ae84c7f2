package io.wizd.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code bin/wizd run} in a session of its own, as in a terminal. Killed at the end of the test, if it runs still. */
final class RunningWizd implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("wizd ready on (http://\\S+) \\(data: (.*)\\)");

    private final Process process;
    private final Path errors;
    private final List<String> lines;
    private final String url;

    private RunningWizd(Process process, Path errors, List<String> lines) {
        this.process = process;
        this.errors = errors;
        this.lines = lines;
        Matcher ready = READY.matcher(lines.getFirst());
        if (!ready.matches()) {
            throw new AssertionError("not the ready line: " + lines);
        }
        this.url = ready.group(1);
    }

    /** Starts it on a free port, unless {@code --port} names one, and returns when it has said all that it says when it serves. */
    static RunningWizd on(Path data, String... arguments) {
        return on(data, Map.of(), arguments);
    }

    /** The same with more variables of the environment. */
    static RunningWizd on(Path data, Map<String, String> environment, String... arguments) {
        // A test that runs in the background of a shell has SIGINT ignored, and its children inherit that.
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        command.addAll(List.of(Distribution.WIZD, "run", "--data", data.toString()));
        command.addAll(List.of(arguments));
        if (!command.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        try {
            Path errors = Files.createTempFile("wizd-run", ".err");
            Process process = Distribution.builder(command, environment)
                    .redirectError(errors.toFile())
                    .start();
            try {
                return new RunningWizd(process, errors, announcement(process, errors));
            } catch (AssertionError | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same on data that is a copy of a directory that was started before: for tests of what comes after a first start. */
    static RunningWizd onSetUp(Path data, Map<String, String> environment, String... arguments) {
        SetUpData.copyTo(data);
        return on(data, environment, arguments);
    }

    /** The same without more variables. */
    static RunningWizd onSetUp(Path data, String... arguments) {
        return onSetUp(data, Map.of(), arguments);
    }

    private static List<String> announcement(Process process, Path errors) throws IOException {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader out = process.inputReader()) {
                List<String> read = new ArrayList<>();
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    read.add(line);
                    if (line.startsWith("Ctrl-C")) {
                        lines.complete(List.copyOf(read));
                    }
                }
                lines.completeExceptionally(new IOException("ended after " + read));
            } catch (IOException e) {
                lines.completeExceptionally(e);
            }
        });
        try {
            return lines.get(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("did not serve: " + Files.readString(errors), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return url;
    }

    int port() {
        return URI.create(url).getPort();
    }

    long pid() {
        return process.pid();
    }

    /** All that it said when it served. */
    List<String> lines() {
        return lines;
    }

    /** The three commands to try. */
    List<String> commands() {
        return lines.stream()
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
    }

    /** What it wrote to its standard error so far. */
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Ctrl-C does: the signal goes to every process of the terminal's foreground group. */
    void pressCtrlC() {
        Distribution.shell("kill -s INT -- -" + pid());
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; returns the exit status. */
    int waitForEnd() {
        try {
            if (!process.waitFor(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request to the path; the body of the answer. */
    String request(String method, String path, @Nullable String json) {
        return request(URI.create(url + path), method, json);
    }

    static String request(URI uri, String method, @Nullable String json) {
        HttpRequest.BodyPublisher body =
                json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        waitForEnd();
        Files.deleteIfExists(errors);
    }
}
