package io.wizd.db.load;

import java.io.IOException;
import java.util.List;

/** Reads the rows of an input one after the other, in memory that does not grow with the input. For one thread. */
interface RowReader extends AutoCloseable {

    /** The columns that every row has, from the header; empty if each row names its own. */
    List<String> columns();

    /**
     * Goes to the next row.
     *
     * @return false at the end of the input
     * @throws LoadException if the input is so broken that what follows cannot be read either
     */
    boolean advance() throws LoadException, IOException;

    /** The row that {@link #advance()} went to. */
    InputRow row();

    @Override
    void close() throws IOException;
}
