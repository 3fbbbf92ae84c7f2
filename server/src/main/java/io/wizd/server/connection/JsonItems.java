package io.wizd.server.connection;

import io.wizd.protocol.Json;
import io.wizd.protocol.StreamedList;

/** A list as the JSON object that it is the last field of, by itself or within the envelope that answers a message. */
public final class JsonItems implements ItemForm {
    private static final byte[] NOTHING = {};

    private final byte[] before;
    private final byte[] after;
    private boolean first = true;

    /** By itself. */
    public JsonItems() {
        this(NOTHING, NOTHING);
    }

    /** As the data of a success. */
    public JsonItems(Envelope envelope) {
        this(envelope.beginning(), Envelope.END);
    }

    private JsonItems(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
    }

    @Override
    public long length(StreamedList list) {
        return list.itemsLength() == StreamedList.UNKNOWN
                ? StreamedList.UNKNOWN
                : before.length + lengthBeforeItems(list) + list.itemsLength() + "]}".length() + after.length;
    }

    private static int lengthBeforeItems(StreamedList list) {
        int comma = list.before().length() > "{}".length() ? 1 : 0;
        return list.before().length()
                - 1
                + comma
                + "\"\":[".length()
                + list.field().length();
    }

    @Override
    public void begin(StreamedList list, StreamOutput out) {
        out.write(before);
        Json fields = list.before();
        out.write(fields.array(), fields.offset(), fields.length() - 1);
        if (fields.length() > "{}".length()) {
            out.write(',');
        }
        out.write("\"" + list.field() + "\":[");
    }

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        if (!first) {
            out.write(',');
        }
        first = false;
        out.write(array, offset, length);
    }

    @Override
    public void end(StreamOutput out) {
        out.write("]}");
        out.write(after);
    }
}
