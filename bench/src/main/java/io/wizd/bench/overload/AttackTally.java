package io.wizd.bench.overload;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What attackers did and saw in a phase. One thread, read by others when it is over. */
final class AttackTally {
    private static final String HTTP = "HTTP/1.1 ";
    private static final int STATUS_DIGITS = 3;

    private final Map<String, Integer> statuses = new TreeMap<>();
    private long connections;
    private long sent;
    private long bytesRead;

    void connected() {
        connections++;
    }

    void sent() {
        sent++;
    }

    /** The status is looked for only if a reply begins what is read at once, which shows their kinds and not their number. */
    void read(ByteBuf bytes) {
        bytesRead += bytes.readableBytes();
        int head = HTTP.length() + STATUS_DIGITS;
        if (bytes.readableBytes() >= head) {
            String begin = bytes.toString(bytes.readerIndex(), head, StandardCharsets.ISO_8859_1);
            if (begin.startsWith(HTTP)) {
                statuses.merge(begin.substring(HTTP.length()), 1, Integer::sum);
            }
        }
    }

    @Override
    public String toString() {
        return "%,d connections, sent %,d times, read %,d MB, statuses seen %s"
                .formatted(connections, sent, bytesRead / 1_000_000, statuses);
    }
}
