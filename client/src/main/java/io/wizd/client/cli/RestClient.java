package io.wizd.client.cli;

import io.wizd.client.ServerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** The REST face of wizd, for what is too large for a message. The first server that can be reached answers. Any thread. */
final class RestClient implements AutoCloseable {
    private final List<ServerAddress> servers;
    private final Optional<String> authorization;
    private final int timeoutMs;
    private final String login;
    private final HttpClient http;

    RestClient(ServerOptions options, Optional<String> authorization) {
        this.servers = options.servers();
        this.authorization = authorization;
        this.timeoutMs = options.timeoutMs();
        this.login = options.loginAs("NAME");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(timeoutMs))
                .build();
    }

    /** Sends; what the future fails with is for {@link #failure}. The body of the reply is for the caller to close. */
    CompletableFuture<HttpResponse<InputStream>> start(String target, UnaryOperator<HttpRequest.Builder> form) {
        return start(0, target, form);
    }

    private CompletableFuture<HttpResponse<InputStream>> start(
            int server, String target, UnaryOperator<HttpRequest.Builder> form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + servers.get(server) + target));
        authorization.ifPresent(token -> request.setHeader("Authorization", token));
        CompletableFuture<HttpResponse<InputStream>> reply =
                http.sendAsync(form.apply(request).build(), BodyHandlers.ofInputStream());
        if (server + 1 == servers.size()) {
            return reply;
        }
        return reply.exceptionallyCompose(
                thrown -> isNotThere(cause(thrown)) ? start(server + 1, target, form) : reply);
    }

    /**
     * Sends, and waits for the head of the reply, which is a success.
     *
     * @throws NoAnswerFailure if there is none
     * @throws Failure if the server refuses
     */
    HttpResponse<InputStream> send(String target, UnaryOperator<HttpRequest.Builder> form) throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> reply = start(target, form);
        try {
            return Problem.check(reply.get(timeoutMs, TimeUnit.MILLISECONDS), login);
        } catch (TimeoutException e) {
            reply.cancel(true);
            throw new NoAnswerFailure(Exit.TIMED_OUT, "no reply from " + addresses() + " within " + timeoutMs + " ms");
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What to tell the user of a request that got no reply. */
    Failure failure(Throwable thrown) {
        Throwable cause = cause(thrown);
        if (cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException) {
            return new NoAnswerFailure(Exit.UNAVAILABLE, "no wizd at " + addresses() + ": unknown host");
        }
        if (isNotThere(cause)) {
            return new NoAnswerFailure(Exit.UNAVAILABLE, "no wizd at " + addresses() + ": start it with bin/wizd run");
        }
        if (cause instanceof IOException) {
            return new NoAnswerFailure(
                    Exit.UNAVAILABLE, "the connection to " + addresses() + " was lost: " + cause.getMessage());
        }
        throw new IllegalStateException(cause);
    }

    /** The command by which somebody logs in there. */
    String login() {
        return login;
    }

    String addresses() {
        return String.join(", ", servers.stream().map(ServerAddress::toString).toList());
    }

    private static boolean isNotThere(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static Throwable cause(Throwable thrown) {
        boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        return wrapped && thrown.getCause() != null ? cause(thrown.getCause()) : thrown;
    }

    /** Ends what is in flight too: an upload may wait for its source forever. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
