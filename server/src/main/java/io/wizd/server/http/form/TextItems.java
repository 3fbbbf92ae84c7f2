package io.wizd.server.http.form;

import io.wizd.handlers.spec.ReplyRules;
import io.wizd.protocol.Json;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.StreamOutput;
import org.jspecify.annotations.Nullable;

/** A list as {@link TextForm} writes a listing: one item a line. */
public record TextItems(ReplyRules.@Nullable Listing listing) implements ItemForm {
    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        if (JsonTree.isNumber(array, offset)) {
            out.write(array, offset, length);
            out.write('\n');
        } else {
            out.write(TextForm.ofItem(JsonTree.of(Json.of(array, offset, length)), listing));
        }
    }
}
