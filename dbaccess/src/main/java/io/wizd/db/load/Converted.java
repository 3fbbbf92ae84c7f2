package io.wizd.db.load;

import java.util.List;

/** What became of one row of the input. */
sealed interface Converted {

    /** The table can take it, as far as the catalogue tells. */
    record Good(TableRow row) implements Converted {}

    /** It cannot, for these reasons; there is at least one. */
    record Bad(List<RowFault> faults) implements Converted {}
}
