package io.wizd.bench.login;

import io.wizd.bench.BenchException;
import io.wizd.bench.ForwardedFor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Sends logins that fail, one after the other on one connection: in each round one for an account that there is, one for a name that is
 * none, and the first once more, each round in another order, so that whatever else the machine does meets all alike. One thread.
 */
final class LoginTiming implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI login;
    private int sent;

    /** @param server that believes where its clients say they come from */
    LoginTiming(InetSocketAddress server) {
        this.login = URI.create("http://127.0.0.1:" + server.getPort() + "/api/login");
    }

    /** Sends so many rounds. */
    LoginTimes run(int rounds) {
        LoginTimes times = new LoginTimes(rounds);
        Login[] all = Login.values();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < all.length; i++) {
                Login next = all[(round + i) % all.length];
                times.set(round, next, tookMs(next));
            }
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
