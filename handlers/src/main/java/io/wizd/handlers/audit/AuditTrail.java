package io.wizd.handlers.audit;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Fingerprint;
import io.wizd.handlers.spec.Once;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of what was changed, in main. What is changed in main itself is written down by the procedure that changes it. Of
 * anything else it is written down before, and taken back where nothing was changed: so no change is without its entry, and where
 * nobody knows what became of it, the entry stays. Any thread, but where it says otherwise.
 */
public final class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private static final Procedure<Json> AUDIT_ADD = Procedure.of("audit_add", Json.class);
    private static final Procedure<Json> AUDIT_DROP = Procedure.of("audit_drop", Json.class);
    private static final Procedure<Json> AUDIT_CONFIGURATION = Procedure.single("audit_configuration", Json.class);
    private static final Procedure<Entries> ACCOUNT_AUDIT_LIST = Procedure.single("account_audit_list", Entries.class);
    private static final Procedure<Purged> ACCOUNT_AUDIT_PURGE = Procedure.single("account_audit_purge", Purged.class);

    private static final int MAX_DETAILS = 2_000;
    private static final long DROP_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long HOUSEKEEPING_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Database main;

    /** @param main keeps it */
    public AuditTrail(Database main) {
        this.main = main;
    }

    private record Add(long attempt, String by, String from, String action, String details) {}

    private record Drop(long attempt) {}

    private record Configuration(String from, String details) {}

    private record Before(long before, int limit) {}

    private record Entries(List<AuditListHandler.Entry> entries) {}

    private record Keep(long keepSeconds) {}

    private record Purged(long purged) {}

    /**
     * An entry that can be taken back.
     *
     * @param isAgain whether it may be that of somebody who began before, and changed something
     */
    public record Attempt(long number, boolean isAgain) {}

    /**
     * Writes down what the message is about to change. For virtual threads: it waits for main.
     *
     * @param type of the message, no alias
     * @param fields of its body, checked
     * @throws WizdException that main cannot be reached
     */
    public Attempt begin(Call call, String type, Record fields) {
        Once once = call.once();
        long number = once == null ? ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE) : numberOf(once);
        Actor actor = Actor.of(call);
        Add add = new Add(number, actor.name(), actor.from(), type, shortened(detailsOf(fields)));
        // With its number chosen, it can be sent to the database as often as needed.
        main.call(AUDIT_ADD, number, new Request(Jsons.write(add), Effect.IDEMPOTENT_WRITE, call.deadlineNanos()))
                .awaitJson();
        return new Attempt(number, once != null && once.isAgain());
    }

    /** What is begun again after a death is the same entry. */
    private static long numberOf(Once once) {
        return Long.parseUnsignedLong(Fingerprint.of(once.request().getBytes(StandardCharsets.UTF_8)), 0, 15, 16);
    }

    /** Takes it back if the fault says that nothing was changed; does not wait for it. */
    public void failed(Attempt attempt, Fault fault) {
        if (attempt.isAgain() || leavesOpen(fault.code())) {
            return;
        }
        long deadlineNanos = System.nanoTime() + DROP_TIMEOUT_NANOS;
        Request request = new Request(Jsons.write(new Drop(attempt.number())), Effect.IDEMPOTENT_WRITE, deadlineNanos);
        try {
            main.call(AUDIT_DROP, attempt.number(), request).future().whenComplete((dropped, error) -> {
                if (error != null) {
                    LOG.debug("the history tells of a change that was not made", error);
                }
            });
        } catch (WizdException e) {
            LOG.debug("the history tells of a change that was not made", e);
        }
    }

    /** Whether something may have been changed all the same. */
    private static boolean leavesOpen(ErrorCode code) {
        return switch (code) {
            case OUTCOME_UNKNOWN, DEADLINE_EXCEEDED, INTERNAL -> true;
            default -> false;
        };
    }

    /** Numbers as they are; of anything else, which may be about people or secret, the name of the field alone. */
    static String detailsOf(Record fields) {
        List<String> details = new ArrayList<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            Object value = valueOf(component, fields);
            if (value instanceof Number || value instanceof Boolean) {
                details.add(component.getName() + " " + value);
            } else if (value != null) {
                details.add(component.getName());
            }
        }
        return String.join(", ", details);
    }

    private static @Nullable Object valueOf(RecordComponent component, Record fields) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record that was bound by reflection: " + fields.getClass(), e);
        }
    }

    private static String shortened(String details) {
        return details.length() <= MAX_DETAILS ? details : details.substring(0, MAX_DETAILS);
    }

    /**
     * Writes down how this server is configured, if that is not how it was. For virtual threads: it waits for main.
     *
     * @param host that it runs on
     */
    public void configured(String host, String access) {
        Configuration configuration = new Configuration(Actor.printable(host), shortened(access));
        main.call(AUDIT_CONFIGURATION, housekeeping(configuration)).awaitJson();
    }

    /** Forgets entries that are older; if there are many, the rest another time. For virtual threads: it waits for main. */
    public void purge(Duration keep) {
        main.call(ACCOUNT_AUDIT_PURGE, housekeeping(new Keep(keep.toSeconds()))).await();
    }

    private static Request housekeeping(Record element) {
        long deadlineNanos = System.nanoTime() + HOUSEKEEPING_TIMEOUT_NANOS;
        return new Request(Jsons.write(element), Effect.IDEMPOTENT_WRITE, deadlineNanos);
    }

    /** At most so many entries with a number below that one, the greatest first. For virtual threads: it waits for main. */
    List<AuditListHandler.Entry> list(Call call, long before, int limit) {
        return main.call(ACCOUNT_AUDIT_LIST, call.request(new Before(before, limit))).await().entries().stream()
                .sorted(Comparator.comparingLong(AuditListHandler.Entry::id).reversed())
                .toList();
    }
}
