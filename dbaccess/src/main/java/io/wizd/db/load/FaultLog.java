package io.wizd.db.load;

import java.util.ArrayList;
import java.util.List;

/** Counts everything that is wrong with the rows, and remembers the first 20. For one thread. */
final class FaultLog {

    private static final int MAX_SHOWN = 20;

    private final List<RowFault> first = new ArrayList<>();
    private long faults;
    private long rows;

    /** All that is wrong with one row. */
    void add(List<RowFault> faultsOfRow) {
        rows++;
        for (RowFault fault : faultsOfRow) {
            faults++;
            if (first.size() < MAX_SHOWN) {
                first.add(fault);
            }
        }
    }

    /** How many rows are bad. */
    long rows() {
        return rows;
    }

    /** The first 20, a line each, and how many more there are. */
    List<String> lines(String inputName) {
        List<String> lines = new ArrayList<>();
        first.forEach(fault -> lines.add(fault.in(inputName)));
        if (faults > first.size()) {
            lines.add("… and " + Shown.count(faults - first.size()) + " more");
        }
        return lines;
    }
}
