package io.wizd.bench.overload;

import java.util.Locale;

/** The kinds of attackers, each of which is tried alone. */
enum AttackClass {
    GETS,
    SETS,
    BIG_VALUES,
    IMPORTS,
    WRONG_PASSWORDS,
    HALF_OPEN,
    SLOW_READERS;

    /** As it is written on the command line and in the table. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
