package io.wizd.handlers.members;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks all nodes at once for what only one of them can have, because an id does not tell where its member lies. For
 * virtual threads: it waits for the database.
 */
final class EveryNode {
    private final List<Database> nodes;

    EveryNode(List<Database> nodes) {
        this.nodes = nodes;
    }

    /**
     * The answer of the node that has it.
     *
     * @param has whether an answer is that of this node
     * @return empty if all nodes answered and none has it
     * @throws WizdException what the node that has it refused, or that a node which may have it is away
     */
    <O> Optional<O> ask(Procedure<O> procedure, long id, Request request, Predicate<O> has) {
        List<Answer<O>> answers = nodes.stream()
                .map(node -> Answer.of(node, procedure, id, request))
                .toList();
        List<WizdException> failures = new ArrayList<>();
        Optional<O> found = Optional.empty();
        for (Answer<O> answer : answers) {
            try {
                O reply = answer.await();
                if (has.test(reply)) {
                    found = Optional.of(reply);
                }
            } catch (WizdException e) {
                failures.add(e);
            }
        }
        if (found.isEmpty() && !failures.isEmpty()) {
            throw mostTelling(failures);
        }
        return found;
    }

    /** Only the node that has it finds fault with the request itself. */
    private static WizdException mostTelling(List<WizdException> failures) {
        return failures.stream()
                .filter(failure -> failure.fault().code().httpStatus() < 500)
                .findFirst()
                .orElseGet(failures::getFirst);
    }

    private record Answer<O>(
            Reply.@Nullable Pending<O> pending, @Nullable WizdException refused) {

        /** A node that refuses at once is heard in its turn. */
        static <O> Answer<O> of(Database node, Procedure<O> procedure, long id, Request request) {
            try {
                return new Answer<>(node.call(procedure, id, request), null);
            } catch (WizdException e) {
                return new Answer<>(null, e);
            }
        }

        O await() {
            if (pending == null) {
                throw Objects.requireNonNull(refused);
            }
            return pending.await();
        }
    }
}
