package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a value is found wherever what looks like one stands in a string, and however the bytes arrive. */
class JsonFrameTest {
    private static final int LONGEST = 20;

    private static List<String> frames(byte[] bytes, int cut) {
        EmbeddedChannel channel = new EmbeddedChannel(Framing.JSON_TEXT.newDecoder(1 << 10));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));
        channel.finish();
        List<String> frames = new ArrayList<>();
        for (byte[] frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(new String(frame, StandardCharsets.UTF_8));
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\\"", "\\\\", "}", "\\\\\\\"", "é", "\u0001", "[{"})
    void aStringEndsAtItsQuotationMark(String special) {
        for (int before = 0; before < LONGEST; before++) {
            for (int after = 0; after < LONGEST; after++) {
                String first = "{\"a\":\"" + "x".repeat(before) + special + "y".repeat(after) + "\"}";
                String second = "{\"b\":\"" + special + "\"}";
                byte[] bytes = (first + second).getBytes(StandardCharsets.UTF_8);
                for (int cut : new int[] {0, 7, before + 6, before + 7, before + 8, bytes.length - 3}) {
                    assertThat(frames(bytes, Math.min(cut, bytes.length)))
                            .as("%s cut at %d", Arrays.toString(bytes), cut)
                            .containsExactly(first, second);
                }
            }
        }
    }
}
