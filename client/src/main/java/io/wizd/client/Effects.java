package io.wizd.client;

import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What it does to send a message of a type twice. The servers tell ({@code types}), when it is first asked; where none
 * does, what this version knows holds. A type that nobody knows counts as a write. Any thread.
 */
final class Effects {
    private static final Message TYPES = Identity.NOBODY.stamp(Message.of("types", Json.EMPTY_OBJECT), -1);

    private static final Map<String, Effect> BUILT_IN = Map.ofEntries(
            Map.entry("ping", Effect.READ),
            Map.entry("types", Effect.READ),
            Map.entry("stats", Effect.READ),
            Map.entry("fib", Effect.READ),
            Map.entry("kv-get", Effect.READ),
            Map.entry("kv-list", Effect.READ),
            Map.entry("member-list", Effect.READ),
            Map.entry("kv-set", Effect.IDEMPOTENT_WRITE),
            Map.entry("register", Effect.IDEMPOTENT_WRITE),
            Map.entry("update", Effect.IDEMPOTENT_WRITE),
            Map.entry("member-batch", Effect.IDEMPOTENT_WRITE));

    /** To ask the servers for these would need an answer from a server that may just have been lost. */
    private static final Set<String> FIXED = Set.of("ping", "types");

    /** Writes that the server carries out once for each requestId; it does not tell which these are. */
    private static final Set<String> HONOUR_REQUEST_ID = Set.of("register", "member-create");

    private record Types(@Nullable List<Type> types) {}

    private record Type(
            String type,
            @Nullable List<String> aliases,
            @Nullable String effect) {}

    private final Function<Message, CompletableFuture<Reply>> servers;
    private volatile @Nullable Map<String, Effect> learned;
    private volatile @Nullable CompletableFuture<Map<String, Effect>> asking;

    /** @param servers sends a message, from any thread */
    Effects(Function<Message, CompletableFuture<Reply>> servers) {
        this.servers = servers;
    }

    /** Whether the message may be sent again when nobody knows what became of the first. */
    CompletableFuture<Boolean> mayBeSentAgain(Message message) {
        boolean honoured = message.requestId() != null && HONOUR_REQUEST_ID.contains(message.msgType());
        return honoured
                ? CompletableFuture.completedFuture(true)
                : of(message.msgType()).thenApply(Effect::mayBeSentAgain);
    }

    /** The effect of a type or alias, without asking a server: what one told, or what this version knows. */
    Optional<Effect> known(String msgType) {
        Map<String, Effect> told = learned;
        return told == null ? Optional.ofNullable(BUILT_IN.get(msgType)) : Optional.of(effect(told, msgType));
    }

    /** The effect of a type or alias. */
    CompletableFuture<Effect> of(String msgType) {
        Map<String, Effect> told = learned;
        if (told != null || FIXED.contains(msgType)) {
            return CompletableFuture.completedFuture(effect(told == null ? BUILT_IN : told, msgType));
        }
        return ask().handle((answer, failure) -> effect(failure != null ? BUILT_IN : answer, msgType));
    }

    private static Effect effect(Map<String, Effect> effects, String msgType) {
        return effects.getOrDefault(msgType, Effect.WRITE);
    }

    /** One question at a time; after one in vain, the next who wants to know asks again. */
    private synchronized CompletableFuture<Map<String, Effect>> ask() {
        CompletableFuture<Map<String, Effect>> current = asking;
        if (current == null || current.isCompletedExceptionally()) {
            current = servers.apply(TYPES).thenApply(Effects::read);
            asking = current;
            current.thenAccept(told -> learned = told);
        }
        return current;
    }

    private static Map<String, Effect> read(Reply reply) {
        List<Type> types = Jsons.read(reply.data(), Types.class).types();
        if (types == null) {
            throw new IllegalStateException("no types in the reply: " + reply.text());
        }
        Map<String, Effect> effects = new HashMap<>();
        for (Type type : types) {
            Effect effect = effect(type.effect());
            effects.put(type.type(), effect);
            if (type.aliases() != null) {
                type.aliases().forEach(alias -> effects.put(alias, effect));
            }
        }
        return Map.copyOf(effects);
    }

    /** An effect that only a newer server knows counts as a write. */
    private static Effect effect(@Nullable String name) {
        for (Effect effect : Effect.values()) {
            if (effect.name().equals(name)) {
                return effect;
            }
        }
        return Effect.WRITE;
    }
}
