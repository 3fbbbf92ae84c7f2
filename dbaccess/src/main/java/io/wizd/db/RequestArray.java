package io.wizd.db;

import io.wizd.protocol.Json;
import io.wizd.protocol.JsonBytes;
import java.util.List;

/** The JSON array that a CALL carries, in UTF-8, as every body is: nobody has to decode or encode it on the way. Any thread. */
public final class RequestArray {
    private final byte[] bytes;

    /** Where each element ends. */
    private final int[] ends;

    /** Copies the bodies once, to where the driver takes them. */
    public RequestArray(List<? extends JsonBytes> bodies) {
        int length = 1 + bodies.size();
        for (JsonBytes body : bodies) {
            length += body.length();
        }
        this.bytes = new byte[length];
        this.ends = new int[bodies.size()];
        int at = 0;
        for (int i = 0; i < ends.length; i++) {
            bytes[at] = (byte) (at == 0 ? '[' : ',');
            at = bodies.get(i).writeTo(bytes, at + 1);
            ends[i] = at;
        }
        bytes[at] = ']';
    }

    /** How many requests there are. */
    public int size() {
        return ends.length;
    }

    /** One of the requests, from 0. */
    public Json get(int i) {
        int begin = i == 0 ? 1 : ends[i - 1] + 1;
        return Json.of(bytes, begin, ends[i] - begin);
    }

    /** The whole array, to be read only. */
    public byte[] bytes() {
        return bytes;
    }
}
