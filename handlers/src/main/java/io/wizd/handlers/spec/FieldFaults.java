package io.wizd.handlers.spec;

import io.wizd.protocol.Fault;
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
        List<Fault> all = new ArrayList<>();
        for (WizdException fault : byField) {
            if (fault != null) {
                all.add(fault.fault());
            }
        }
        throw new WizdException(Fault.of(all));
    }
}
