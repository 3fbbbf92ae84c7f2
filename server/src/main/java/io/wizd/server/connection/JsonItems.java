package io.wizd.server.connection;

import io.wizd.protocol.Json;
import io.wizd.protocol.StreamedList;

/** A list as the JSON object that it is the last field of. */
public final class JsonItems implements ItemForm {
    private boolean first = true;

    @Override
    public long length(StreamedList list) {
        return list.itemsLength() == StreamedList.UNKNOWN
                ? StreamedList.UNKNOWN
                : lengthBefore(list) + list.itemsLength() + "]}".length();
    }

    private static int lengthBefore(StreamedList list) {
        int comma = list.before().length() > "{}".length() ? 1 : 0;
        return list.before().length()
                - 1
                + comma
                + "\"\":[".length()
                + list.field().length();
    }

    @Override
    public void begin(StreamedList list, StreamOutput out) {
        Json before = list.before();
        out.write(before.array(), before.offset(), before.length() - 1);
        if (before.length() > "{}".length()) {
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
    }
}
