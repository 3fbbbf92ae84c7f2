package io.wizd.bench;

import java.util.List;

/** What came of a case. */
record Comparison(String caseName, Side wizd, List<Side> references) {
    /** One side, and its rounds. */
    record Side(String name, List<Round> rounds) {
        Spread perSecond() {
            return Spread.of(rounds, round -> round.load().perSecond());
        }

        long errors() {
            return rounds.stream().mapToLong(round -> round.load().errors()).sum();
        }
    }

    /** How many times as many replies wizd gave as that reference, by the medians; 0 if the reference gave none. */
    double ratioTo(Side reference) {
        double median = reference.perSecond().median();
        return median == 0 ? 0 : wizd.perSecond().median() / median;
    }
}
