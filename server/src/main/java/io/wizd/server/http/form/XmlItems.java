package io.wizd.server.http.form;

import io.wizd.protocol.Json;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.StreamOutput;

/** A list as {@link XmlForm} writes the object that it is the last field of. */
public final class XmlItems implements ItemForm {
    private static final JsonTree MARK = JsonTree.of(Json.of("[0]"));
    private static final String MARK_ELEMENT = "<item>0</item>";

    /** What is behind the last item. */
    private String end = "";

    /** The whole document with one item, which is cut out: so it is the same as the other form makes. */
    @Override
    public void begin(StreamedList list, StreamOutput out) {
        String document = XmlForm.of(JsonTree.of(list.before()).with(list.field(), MARK));
        int at = document.lastIndexOf(MARK_ELEMENT);
        out.write(document.substring(0, at));
        end = document.substring(at + MARK_ELEMENT.length());
    }

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        if (JsonTree.isNumber(array, offset)) {
            out.write("<item>");
            out.write(array, offset, length);
            out.write("</item>");
        } else {
            out.write(XmlForm.ofItem(JsonTree.of(Json.of(array, offset, length))));
        }
    }

    @Override
    public void end(StreamOutput out) {
        out.write(end);
    }
}
