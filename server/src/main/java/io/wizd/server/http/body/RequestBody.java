package io.wizd.server.http.body;

import io.netty.buffer.ByteBuf;
import io.wizd.protocol.ByteSize;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.GzipMembers;
import io.wizd.protocol.WizdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/** A request's body as it comes in, up to the limit. It takes no memory for bytes that have not come. */
public final class RequestBody {
    public static final byte[] NONE = new byte[0];

    private final int maxBytes;
    private byte[] bytes = NONE;
    private int length;

    public RequestBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws WizdException {@code TOO_LARGE} */
    public void add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > maxBytes - length) {
            throw tooLarge(maxBytes);
        }
        if (length + more > bytes.length) {
            // Most bodies come in one part, which then fits exactly.
            int wanted = length == 0 ? more : Math.max(length + more, Math.min(2 * bytes.length, maxBytes));
            bytes = Arrays.copyOf(bytes, wanted);
        }
        part.readBytes(bytes, length, more);
        length += more;
    }

    /** Bytes that have come. */
    public int length() {
        return length;
    }

    /** All of it. */
    public byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * What was compressed with gzip; the limit holds for the result.
     *
     * @throws WizdException {@code TOO_LARGE}, or {@code BAD_REQUEST} if it is not gzip
     */
    static byte[] inflated(byte[] compressed, int maxBytes) {
        try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(compressed))) {
            byte[] inflated = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw tooLarge(maxBytes);
            }
            return inflated;
        } catch (IOException e) {
            throw new WizdException(
                    Fault.of(ErrorCode.BAD_REQUEST, "the body is not gzip, though its Content-Encoding says so"), e);
        }
    }

    public static WizdException tooLarge(long maxBytes) {
        return WizdException.of(ErrorCode.TOO_LARGE, "a body may have " + ByteSize.withBytes(maxBytes) + " at most");
    }
}
