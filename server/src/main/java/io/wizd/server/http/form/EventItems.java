package io.wizd.server.http.form;

import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.StreamOutput;
import java.nio.charset.StandardCharsets;

/**
 * A list as server-sent events: the data of each is an item, which has no line ends, being JSON that wizd has written.
 * After the last item comes an event {@code end}: a browser that sees it closes the source, where it would otherwise
 * ask again.
 */
public record EventItems() implements ItemForm {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        out.write(DATA);
        out.write(array, offset, length);
        out.write("\n\n");
    }

    @Override
    public void end(StreamOutput out) {
        out.write("event: end\ndata: {}\n\n");
    }
}
