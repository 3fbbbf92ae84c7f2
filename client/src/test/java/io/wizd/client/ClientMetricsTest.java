package io.wizd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ClientMetricsTest {
    @Test
    void countsWhatHappens() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        TestServer.Behaviour behaviour = (message, peer) -> {
            switch (message.msgType()) {
                case "fib" -> {
                    if (lost.incrementAndGet() == 1) {
                        peer.channel().close();
                    } else {
                        peer.reply(message, message.body());
                    }
                }
                case "hold" -> {}
                default -> peer.refuse(message, Fault.of(ErrorCode.UNKNOWN_TYPE));
            }
        };
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (TestServer server = TestServer.start(behaviour);
                Client client = new Client(server.config(), registry)) {
            client.call("fib", Json.EMPTY_OBJECT);
            assertThatThrownBy(() -> client.call("nope", Json.EMPTY_OBJECT)).isInstanceOf(ReplyException.class);
            var held = client.exchange(Message.of("hold", Json.EMPTY_OBJECT), 10_000);
            assertThat(registry.get("wizd.client.in.flight").gauge().value()).isEqualTo(1);
            assertThat(registry.get("wizd.client.servers.up").gauge().value()).isEqualTo(1);
            assertThat(client.exchange(Message.of("hold", Json.EMPTY_OBJECT), 20))
                    .failsWithin(java.time.Duration.ofSeconds(60));
            assertThat(held).isNotDone();

            assertThat(calls(registry, "fib", "ok")).isEqualTo(1);
            assertThat(calls(registry, "nope", "UNKNOWN_TYPE")).isEqualTo(1);
            assertThat(calls(registry, "hold", "timeout")).isEqualTo(1);
            assertThat(registry.counter("wizd.client.retries", "type", "fib", "reason", "lost")
                            .count())
                    .isEqualTo(1);
            assertThat(registry.counter(
                                    "wizd.client.reconnects",
                                    "server",
                                    server.address().toString())
                            .count())
                    .isEqualTo(1);
        }
        assertThat(registry.find("wizd.client.in.flight").gauge()).isNull();
        assertThat(calls(registry, "hold", "lost")).isEqualTo(1);
    }

    private static long calls(SimpleMeterRegistry registry, String msgType, String outcome) {
        return registry.get("wizd.client.calls")
                .tags("type", msgType, "outcome", outcome)
                .timer()
                .count();
    }
}
