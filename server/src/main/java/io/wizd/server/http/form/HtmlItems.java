package io.wizd.server.http.form;

import io.wizd.handlers.spec.ReplyRules;
import io.wizd.protocol.Json;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.StreamOutput;
import org.jspecify.annotations.Nullable;

/** A list as {@link HtmlForm} writes a listing: a page with one item a line. */
public record HtmlItems(String title, ReplyRules.@Nullable Listing listing) implements ItemForm {
    @Override
    public void begin(StreamedList list, StreamOutput out) {
        out.write(HtmlForm.beginning(title) + "<ul>\n");
    }

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        out.write("<li>");
        if (JsonTree.isNumber(array, offset)) {
            out.write(array, offset, length);
        } else {
            out.write(HtmlForm.ofItem(JsonTree.of(Json.of(array, offset, length)), listing));
        }
        out.write("</li>\n");
    }

    @Override
    public void end(StreamOutput out) {
        out.write("</ul>\n" + HtmlForm.END);
    }
}
