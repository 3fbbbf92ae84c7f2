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

    /** Holds until a server has told; a test compares it with what a server of this version tells. */
    static final Map<String, Known> BUILT_IN = builtIn();

    /** To ask the servers for these would need an answer from a server that may just have been lost. */
    private static final Set<String> FIXED = Set.of("ping", "types");

    private static final Known UNKNOWN = new Known(Effect.WRITE, false);

    private static Map<String, Known> builtIn() {
        Map<String, Known> known = new HashMap<>();
        for (String type : List.of("ping", "types", "stats", "fib", "kv-get", "kv-list", "member-list")) {
            known.put(type, new Known(Effect.READ, false));
        }
        known.put("update", new Known(Effect.IDEMPOTENT_WRITE, false));
        for (String type : List.of("kv-set", "member-batch", "register")) {
            known.put(type, new Known(Effect.IDEMPOTENT_WRITE, true));
        }
        for (String type : List.of("kv-create", "kv-update", "kv-delete", "kv-batch", "member-create")) {
            known.put(type, new Known(Effect.WRITE, true));
        }
        return Map.copyOf(known);
    }

    /** What a server tells of a type. */
    record Known(Effect effect, boolean honoursRequestId) {}

    private record Types(@Nullable List<Type> types) {}

    private record Type(
            String type,
            @Nullable List<String> aliases,
            @Nullable String effect,
            boolean requestId) {}

    private final Function<Message, CompletableFuture<ReplyMessage>> servers;
    private volatile @Nullable Map<String, Known> learned;
    private volatile @Nullable CompletableFuture<Map<String, Known>> asking;

    /** @param servers sends a message, from any thread */
    Effects(Function<Message, CompletableFuture<ReplyMessage>> servers) {
        this.servers = servers;
    }

    /** Whether the message may be sent again when nobody knows what became of the first. */
    CompletableFuture<Boolean> mayBeSentAgain(Message message) {
        return find(message.msgType())
                .thenApply(known ->
                        known.effect().mayBeSentAgain() || known.honoursRequestId() && message.requestId() != null);
    }

    /** The effect of a type or alias, without asking a server: what one told, or what this version knows. */
    Optional<Effect> known(String msgType) {
        Map<String, Known> told = learned;
        Known known = told == null ? BUILT_IN.get(msgType) : told.getOrDefault(msgType, UNKNOWN);
        return Optional.ofNullable(known).map(Known::effect);
    }

    /** The effect of a type or alias. */
    CompletableFuture<Effect> of(String msgType) {
        return find(msgType).thenApply(Known::effect);
    }

    private CompletableFuture<Known> find(String msgType) {
        Map<String, Known> told = learned;
        return told != null || FIXED.contains(msgType)
                ? CompletableFuture.completedFuture(in(told == null ? BUILT_IN : told, msgType))
                : ask().handle((answer, failure) -> in(failure == null ? answer : BUILT_IN, msgType));
    }

    private static Known in(Map<String, Known> types, String msgType) {
        return types.getOrDefault(msgType, UNKNOWN);
    }

    /** One question at a time; after one in vain, the next who wants to know asks again. */
    private synchronized CompletableFuture<Map<String, Known>> ask() {
        CompletableFuture<Map<String, Known>> current = asking;
        if (current == null || current.isCompletedExceptionally()) {
            current = servers.apply(TYPES).thenApply(Effects::read);
            asking = current;
            current.thenAccept(told -> learned = told);
        }
        return current;
    }

    private static Map<String, Known> read(ReplyMessage reply) {
        List<Type> types = Jsons.read(reply.data(), Types.class).types();
        if (types == null) {
            throw new IllegalStateException("no types in the reply: " + reply.text());
        }
        Map<String, Known> known = new HashMap<>();
        for (Type type : types) {
            Known told = new Known(effect(type.effect()), type.requestId());
            known.put(type.type(), told);
            if (type.aliases() != null) {
                type.aliases().forEach(alias -> known.put(alias, told));
            }
        }
        return Map.copyOf(known);
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
