package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What comes out of a frame decoder when bytes arrive in pieces. */
final class Frames {
    /** Small, so that many inputs meet it. */
    static final int MAX_MESSAGE_BYTES = 64;

    private Frames() {}

    /** The frames as text of one character a byte, then the code of a fault if there was one. */
    static List<String> of(Framing framing, List<byte[]> pieces, int maxKeptBytes) {
        ByteToMessageDecoder decoder = framing.newDecoder(MAX_MESSAGE_BYTES);
        decoder.setCumulator((allocator, kept, more) -> {
            assertThat(kept.readableBytes()).as("bytes kept").isLessThanOrEqualTo(maxKeptBytes);
            return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, kept, more);
        });
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        pieces.forEach(piece -> channel.writeInbound(Unpooled.copiedBuffer(piece)));
        channel.finish();
        List<String> frames = new ArrayList<>();
        for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
            frames.add(text(out));
        }
        return frames;
    }

    private static String text(Object out) {
        if (out instanceof Fault fault) {
            return fault.code().name();
        }
        byte[] frame = (byte[]) out;
        assertThat(frame.length).as("a frame of %s", Arrays.toString(frame)).isLessThanOrEqualTo(MAX_MESSAGE_BYTES);
        return new String(frame, StandardCharsets.ISO_8859_1);
    }
}
