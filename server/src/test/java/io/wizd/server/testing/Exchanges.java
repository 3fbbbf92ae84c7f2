package io.wizd.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Jsons;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Envelopes to servers, each on a connection of its own, and the replies. */
public final class Exchanges {
    private Exchanges() {}

    /** The reply to one. */
    public static JsonNode exchange(TestWizd wizd, String envelope) {
        try (RawConnection connection = wizd.connect()) {
            return Jsons.MAPPER.readTree(connection.send(envelope).readLine());
        } catch (JsonProcessingException e) {
            throw new AssertionError("the reply is no JSON", e);
        }
    }

    /** The replies to many that are sent at once; the servers must have been started. */
    public static List<JsonNode> allAtOnce(Stream<Supplier<JsonNode>> exchanges) {
        List<CompletableFuture<JsonNode>> replies = exchanges
                .map(exchange -> CompletableFuture.supplyAsync(
                        exchange, task -> Thread.ofVirtual().start(task)))
                .toList();
        return replies.stream().map(CompletableFuture::join).toList();
    }

    /** What all that were sent with one requestId got, but for those who came while it was carried out and heard that. */
    public static JsonNode theOneReply(List<JsonNode> replies) {
        Set<JsonNode> different = new HashSet<>(replies);
        different.removeIf(reply -> reply.at("/result/Code").asText().equals("REQUEST_IN_PROGRESS")
                && reply.at("/result/Error").intValue() == 409
                && reply.at("/result/RetryAfterMs").isNumber());
        assertThat(different).hasSize(1);
        return different.iterator().next();
    }
}
