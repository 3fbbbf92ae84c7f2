package io.wizd.server.http.form;

import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.StreamOutput;

/** A list as newline-delimited JSON: one item a line, without what is around the list. */
public record LineItems() implements ItemForm {
    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        out.write(array, offset, length);
        out.write('\n');
    }
}
