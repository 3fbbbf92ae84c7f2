package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.Client;
import io.wizd.client.ClientConfig;
import io.wizd.client.ServerState;
import io.wizd.db.testing.Eventually;
import io.wizd.dist.Distribution.Result;
import io.wizd.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client, three wizd: one is killed, one is stopped, and no call fails. */
class SeveralServersIT {
    private static final int CALLS = 10_000;
    private static final Json FIB_10 = Json.of("{\"N\":10}");
    private static final Json FIBS = Json.of("{\"N\":10,\"result\":[0,1,1,2,3,5,8,13,21,34]}");

    @Test
    void noCallFailsWhenAServerIsKilledNorWhenOneIsStopped(@TempDir Path folder) throws Exception {
        try (ThreeServers servers = ThreeServers.in(folder);
                Client client = new Client(ClientConfig.at(servers.addresses()))) {
            Eventually.await("all are up", () -> up(client) == 3);

            callWhile(client, () -> servers.get(1).kill());
            servers.get(1).waitForEnd();
            Eventually.await("it is down", () -> up(client) == 2);
            pingsTell(servers, 2, 69);

            try (RunningWizd again = servers.startAgain(1)) {
                Eventually.await("it is up again", () -> up(client) == 3);
                assertThat(again.port()).isEqualTo(servers.get(1).port());
                callWhile(client, () -> servers.get(2).terminate());
                assertThat(servers.get(2).waitForEnd()).isEqualTo(143);
                assertThat(again.request("GET", "/metrics", null).lines())
                        .as("it gets calls again")
                        .anyMatch(line -> line.startsWith("wizd_")
                                && line.contains("\"fib\"")
                                && line.contains("_count")
                                && Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0);
            }
        }
    }

    private static long up(Client client) {
        return client.servers().stream().filter(ServerState::isUp).count();
    }

    /** As many in flight as the client allows; the event comes in the middle. */
    private static void callWhile(Client client, Runnable event) throws Exception {
        List<CompletableFuture<Json>> fibs = new ArrayList<>();
        List<CompletableFuture<Json>> pings = new ArrayList<>();
        for (int i = 0; i < CALLS / 2; i++) {
            if (i == CALLS / 4) {
                event.run();
            }
            fibs.add(client.send("fib", FIB_10));
            pings.add(client.send("ping", Json.EMPTY_OBJECT));
        }
        for (CompletableFuture<Json> fib : fibs) {
            assertThat(fib.get(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(FIBS);
        }
        for (CompletableFuture<Json> ping : pings) {
            assertThat(ping.get(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS).toString())
                    .contains("\"pong\":true");
        }
    }

    private static void pingsTell(ThreeServers servers, int up, int status) {
        String list = servers.addresses().stream().map(Object::toString).collect(Collectors.joining(","));
        String wiz = Distribution.HOME.resolve("bin/wiz").toString();
        Result ping = Distribution.run(List.of(wiz, "ping", "--server", list), Map.of());
        assertThat(ping.out().lines().filter(line -> line.startsWith("pong from ")))
                .hasSize(up);
        assertThat(ping.status()).isEqualTo(status);
        assertThat(Distribution.run(List.of(wiz, "fib", "10", "--server", list), Map.of())
                        .out())
                .isEqualTo("0\n1\n1\n2\n3\n5\n8\n13\n21\n34\n");
    }
}
