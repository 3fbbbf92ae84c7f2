package io.wizd.bench.login;

import io.wizd.bench.BenchException;
import io.wizd.bench.ForwardedFor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Sends logins that fail, one after the other on one connection: in each round two for an account that there is, and two for a name that is
 * none, in an order by chance, so that whatever else the machine does meets all alike, and so does what the one before left behind. One thread.
 */
final class LoginTiming implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI login;
    private final Random order = new Random(1);
    private int sent;

    /** @param server that believes where its clients say they come from */
    LoginTiming(InetSocketAddress server) {
        this.login = URI.create("http://127.0.0.1:" + server.getPort() + "/api/login");
    }

    /**
     * Sends so many rounds.
     *
     * @param progress hears after each how many are done
     */
    LoginTimes run(int rounds, IntConsumer progress) {
        LoginTimes times = new LoginTimes(rounds);
        List<Login> all = new ArrayList<>(List.of(Login.values()));
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(all, order);
            for (Login next : all) {
                times.set(round, next, tookMs(next));
            }
            progress.accept(round + 1);
        }
        return times;
    }

    /** Each from an address of its own, because of one that was wrong too often passwords are not looked at any more. */
    private double tookMs(Login which) {
        int number = ++sent;
        HttpRequest request = HttpRequest.newBuilder(login)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", ForwardedFor.address(number))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + which.account() + "\",\"password\":\"wrong-" + number + "\"}"))
                .build();
        try {
            long begunNanos = System.nanoTime();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            double tookMs = (System.nanoTime() - begunNanos) / 1e6;
            if (response.statusCode() != UNAUTHORIZED) {
                throw new BenchException("a login with a wrong password was not refused as such: " + response.body());
            }
            return tookMs;
        } catch (IOException e) {
            throw new BenchException("no answer to a login: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
