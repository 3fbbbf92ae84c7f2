package io.wizd.handlers.spec;

import io.wizd.protocol.Fault;
import io.wizd.protocol.FieldFault;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with the fields of one message, each field once, in the order in which they are declared. */
final class FieldFaults {
    private final int fields;

    /** Made only when something is wrong, which is rare. */
    private @Nullable WizdException @Nullable [] byField;

    FieldFaults(int fields) {
        this.fields = fields;
    }

    /** Of several faults of one field, the first counts. */
    void add(int field, WizdException fault) {
        if (byField == null) {
            byField = new @Nullable WizdException[fields];
        }
        if (byField[field] == null) {
            byField[field] = fault;
        }
    }

    boolean has(int field) {
        return byField != null && byField[field] != null;
    }

    /** @throws WizdException the first fault, with the descriptions of all */
    void throwIfAny() {
        if (byField == null) {
            return;
        }
        WizdException first = null;
        StringBuilder all = new StringBuilder();
        List<FieldFault> fields = new ArrayList<>();
        for (WizdException fault : byField) {
            if (fault != null) {
                first = first == null ? fault : first;
                all.append(all.isEmpty() ? "" : "; ").append(fault.fault().description());
                fields.addAll(fieldsOf(fault.fault()));
            }
        }
        if (first != null) {
            Fault fault = first.fault();
            throw new WizdException(
                    new Fault(fault.code(), all.toString(), fault.field(), fault.retryAfterMs(), fields));
        }
    }

    private static List<FieldFault> fieldsOf(Fault fault) {
        String field = fault.field();
        return field == null || !fault.fields().isEmpty()
                ? fault.fields()
                : List.of(new FieldFault(field, fault.code(), fault.description()));
    }
}
