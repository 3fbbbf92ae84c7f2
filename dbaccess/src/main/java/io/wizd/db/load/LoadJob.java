package io.wizd.db.load;

import io.wizd.db.input.OnDuplicate;
import java.io.IOException;
import java.util.Optional;

/**
 * What is to be loaded, from where, into what.
 *
 * @param nullText the CSV field that means NULL
 */
record LoadJob(InputFile input, InputLayout layout, Optional<String> nullText, Table table, OnDuplicate onDuplicate) {

    /** Reads the rows from the first one on. */
    RowReader read(PositionedStream bytes) throws LoadException, IOException {
        return switch (layout.format()) {
            case CSV -> new CsvRows(input, bytes, layout, nullText);
            case JSON -> new JsonRows(input, bytes, layout);
            case NDJSON -> new NdjsonRows(input, bytes, layout);
        };
    }

    RowConverter converter() {
        // What UPDATE does not find in a row, it must not overwrite; and a CSV row names every column anyway.
        boolean leaveOut = onDuplicate == OnDuplicate.UPDATE || layout.format() == Format.CSV;
        return new RowConverter(table, leaveOut ? RowConverter.Unnamed.LEAVE_OUT : RowConverter.Unnamed.SEND_NULL);
    }
}
