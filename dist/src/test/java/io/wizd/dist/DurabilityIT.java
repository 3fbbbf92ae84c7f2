package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.Client;
import io.wizd.client.ClientConfig;
import io.wizd.client.ClientException;
import io.wizd.client.ReplyException;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What was acknowledged is there, whatever became of the server. */
@Execution(ExecutionMode.CONCURRENT)
class DurabilityIT {
    private static final int KEYS = 1_000;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 5_000;

    private static final int CREATED_BEFORE_THE_KILL = 500;

    private record Value(int value) {}

    @Test
    void aServerThatIsKilledUnderLoadLosesNoAcknowledgedKey(@TempDir Path data) throws Exception {
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        try (RunningWizd wizd = RunningWizd.onSetUp(data);
                Client client = new Client(ClientConfig.at("127.0.0.1", wizd.port()))) {
            CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
            Thread load = Thread.ofPlatform().start(() -> setUntilTheEnd(client, acknowledged, enough));
            assertThat(enough.await(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            wizd.kill();
            wizd.waitForEnd();
            load.join();
        }

        assertThat(acknowledged).hasSize(KEYS);
        try (RunningWizd wizd = RunningWizd.on(data);
                Client client = new Client(ClientConfig.at("127.0.0.1", wizd.port()))) {
            acknowledged.forEach((key, value) -> {
                int found =
                        client.call("kv-get", Map.of("key", key), Value.class).value();
                // A write that was under way may have been carried out, and so be newer than the last reply.
                assertThat(found).as(key).isGreaterThanOrEqualTo(value);
            });
        }
    }

    /** Some are killed between the write and its reply. */
    @Test
    void whatIsSentAgainAfterAKillIsDoneOnce(@TempDir Path data) throws Exception {
        Map<Integer, Json> acknowledged = new ConcurrentHashMap<>();
        AtomicInteger sent = new AtomicInteger();
        try (RunningWizd wizd = RunningWizd.onSetUp(data);
                Client client = new Client(ClientConfig.at("127.0.0.1", wizd.port()))) {
            CountDownLatch enough = new CountDownLatch(CREATED_BEFORE_THE_KILL);
            Thread load = Thread.ofPlatform().start(() -> createUntilTheEnd(client, acknowledged, sent, enough));
            assertThat(enough.await(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            wizd.kill();
            wizd.waitForEnd();
            load.join();
        }

        assertThat(sent.get()).isGreaterThan(acknowledged.size());
        try (RunningWizd wizd = RunningWizd.on(data);
                Client client = new Client(ClientConfig.at("127.0.0.1", wizd.port()))) {
            for (int n = 0; n < sent.get(); n++) {
                Json again = createdAtLast(client, n);
                assertThat(again.toString()).as("key %d", n).contains("\"created\":true");
                if (acknowledged.containsKey(n)) {
                    assertThat(again).isEqualTo(acknowledged.get(n));
                }
            }
        }
    }

    /** Makes new keys, as many in flight as the client allows, until there is no server. */
    private static void createUntilTheEnd(
            Client client, Map<Integer, Json> acknowledged, AtomicInteger sent, CountDownLatch enough) {
        AtomicBoolean lost = new AtomicBoolean();
        while (!lost.get()) {
            int n = sent.getAndIncrement();
            client.send(create(n)).whenComplete((made, failure) -> {
                if (failure == null) {
                    acknowledged.put(n, made);
                    enough.countDown();
                } else {
                    lost.set(true);
                }
            });
        }
    }

    private static Message create(int n) {
        Json body = Json.of("{\"key\":\"once-" + n + "\",\"value\":" + n + "}");
        return new Message("kv-create", null, null, null, null, "once-" + n, body);
    }

    /** One that was begun by the server that was killed is under way until its time is up. */
    private static Json createdAtLast(Client client, int n) {
        AtomicReference<Json> made = new AtomicReference<>();
        Eventually.await("key " + n + " is made or known", () -> {
            try {
                made.set(client.send(create(n)).join());
                return true;
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                ReplyException.class,
                                failure -> assertThat(failure.getMessage()).contains("still being carried out"));
                return false;
            }
        });
        return Objects.requireNonNull(made.get());
    }

    @Test
    void aDatabaseThatIsKilledUnderItsServerComesBackWithAllThatWasAcknowledged(@TempDir Path data) throws Exception {
        DataFiles files = new DataFiles(data);
        try (RunningWizd wizd = RunningWizd.onSetUp(data)) {
            wizd.request("PUT", "/kv/before", "1");
            ProcessHandle killed = files.database().orElseThrow();
            killed.destroyForcibly();
            killed.onExit().get(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS);

            Eventually.await(
                    "a key can be set again",
                    () -> wizd.request("PUT", "/kv/after", "2").contains("\"version\""));
            // Its partition is another one and comes back by itself.
            Eventually.await(
                    "the key of before the kill is there",
                    () -> wizd.request("GET", "/kv/before", null).equals("1"));
            assertThat(files.database()).get().isNotEqualTo(killed);
            assertThat(wizd.errors().lines().filter(line -> line.contains("ERROR")))
                    .singleElement()
                    .asString()
                    .contains("MariaDB (process " + killed.pid() + ") ended by itself with status 137");

            wizd.terminate();
            assertThat(wizd.waitForEnd()).isEqualTo(143);
            assertThat(files.database()).isEmpty();
        }
    }

    @Test
    void aDatabaseThatCannotBeStartedAgainEndsItsServer(@TempDir Path data) throws Exception {
        DataFiles files = new DataFiles(data);
        try (RunningWizd wizd = RunningWizd.onSetUp(data)) {
            Files.move(data.resolve("mariadb"), data.resolve("moved"));
            files.database().orElseThrow().destroyForcibly();

            assertThat(wizd.waitForEnd()).isEqualTo(69);
            assertThat(wizd.errors().lines().filter(line -> line.startsWith("wizd: ")))
                    .singleElement()
                    .asString()
                    .contains("the database ended or did not start 5 times within 5 minutes; see ");
        }
    }

    /** Sets keys in turn to numbers that grow, as many in flight as the client allows, until there is no server. */
    private static void setUntilTheEnd(Client client, Map<String, Integer> acknowledged, CountDownLatch enough) {
        AtomicBoolean lost = new AtomicBoolean();
        for (int n = 0; !lost.get(); n++) {
            String key = "durable-" + n % KEYS;
            int value = n;
            var reply = client.send("kv-set", Json.of("{\"key\":\"" + key + "\",\"value\":" + value + "}"));
            reply.whenComplete((data, failure) -> {
                if (failure == null) {
                    acknowledged.merge(key, value, Math::max);
                    enough.countDown();
                } else if (failure instanceof ClientException) {
                    lost.set(true);
                }
            });
        }
    }
}
