package io.wizd.handlers;

import io.wizd.handlers.spec.MessageType;
import io.wizd.program.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every message type that this server knows. Immutable, any thread. */
public final class HandlerTable {
    private final List<MessageType<?, ?>> rows;
    private final Map<String, MessageType<?, ?>> byName = new HashMap<>();

    /** @throws IllegalStateException if two have the same type or alias */
    HandlerTable(List<MessageType<?, ?>> rows) {
        this.rows = List.copyOf(rows);
        List<String> clashes = new ArrayList<>();
        for (MessageType<?, ?> row : rows) {
            Stream.concat(Stream.of(row.spec().type()), row.spec().aliases().stream())
                    .forEach(name -> {
                        MessageType<?, ?> other = byName.putIfAbsent(name, row);
                        if (other != null) {
                            clashes.add(name + " (" + other.handler().getClass().getName() + " and "
                                    + row.handler().getClass().getName() + ")");
                        }
                    });
        }
        if (!clashes.isEmpty()) {
            throw new IllegalStateException(
                    "two handlers have the same message type or alias: " + String.join(", ", clashes));
        }
    }

    /** The row of a type or alias. */
    public @Nullable MessageType<?, ?> find(String name) {
        return byName.get(name);
    }

    /** The type or alias that somebody may have meant who mistyped one. */
    public Optional<String> near(String name) {
        return Suggestion.of(name, byName.keySet());
    }

    /** All rows, in the order of the table. */
    public List<MessageType<?, ?>> rows() {
        return rows;
    }
}
