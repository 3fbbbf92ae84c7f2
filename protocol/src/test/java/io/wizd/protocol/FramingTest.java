package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static final List<String> MESSAGES =
            List.of("{\"a\":1}", "{\"a\":\"}\\\"{[\",\"b\":[{},[]]}", "[1,2]", "{\"ü\":\"\\\\\"}", "\"a { b\"", "{}");

    @ParameterizedTest
    @EnumSource(Framing.class)
    void findsTheSameFramesWhereverTheStreamIsCut(Framing framing) {
        byte[] stream = encode(framing, MESSAGES);
        for (int cut = 0; cut <= stream.length; cut++) {
            EmbeddedChannel channel = new EmbeddedChannel(framing.newDecoder(100));
            channel.writeInbound(Unpooled.copiedBuffer(stream, 0, cut));
            channel.writeInbound(Unpooled.copiedBuffer(stream, cut, stream.length - cut));
            assertThat(framesOf(channel)).as("cut at %d", cut).isEqualTo(MESSAGES);
            assertNothingLeft(channel);
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void findsTheSameFramesByteByByte(Framing framing) {
        EmbeddedChannel channel = new EmbeddedChannel(framing.newDecoder(100));
        for (byte b : encode(framing, MESSAGES)) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThat(framesOf(channel)).isEqualTo(MESSAGES);
        assertNothingLeft(channel);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void letsTheLimitThroughAndRefusesOneByteMore(Framing framing) {
        String atLimit = "{\"a\":\"" + "x".repeat(92) + "\"}";
        String beyond = "{\"a\":\"" + "x".repeat(93) + "\"}";
        EmbeddedChannel channel = new EmbeddedChannel(framing.newDecoder(100));
        channel.writeInbound(Unpooled.wrappedBuffer(encode(framing, List.of(atLimit, beyond, "{}"))));

        assertThat(new String((byte[]) channel.readInbound(), StandardCharsets.UTF_8))
                .isEqualTo(atLimit);
        assertThat(((Fault) channel.readInbound()).code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertNothingLeft(channel);
    }

    @Test
    void refusesALengthBeforeItsBytesCome() {
        EmbeddedChannel channel = new EmbeddedChannel(Framing.LENGTH_PREFIXED.newDecoder(100));
        channel.writeInbound(Unpooled.buffer().writeInt(0xffff_ffff));

        assertThat(((Fault) channel.readInbound()).code()).isEqualTo(ErrorCode.TOO_LARGE);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1000]));
        assertNothingLeft(channel);
    }

    @Test
    void neverKeepsMoreThanTheLimitOfAnEndlessString() {
        EmbeddedChannel channel = new EmbeddedChannel(Framing.JSON_TEXT.newDecoder(100));
        channel.writeInbound(Unpooled.copiedBuffer("{\"a\":\"", StandardCharsets.UTF_8));
        for (int i = 0; i < 1000; i++) {
            channel.writeInbound(Unpooled.copiedBuffer("xxxxxxxxxx", StandardCharsets.UTF_8));
        }
        assertThat(((Fault) channel.readInbound()).code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertNothingLeft(channel);
    }

    @Test
    void passesOnWhatIsNoJsonForTheCodecToRefuse() {
        EmbeddedChannel channel = new EmbeddedChannel(Framing.JSON_TEXT.newDecoder(100));
        channel.writeInbound(Unpooled.copiedBuffer(" hello{\"a\":1}} 42 ]true\n", StandardCharsets.UTF_8));

        assertThat(framesOf(channel)).containsExactly("hello", "{\"a\":1}", "}", "42", "]", "true");
        assertNothingLeft(channel);
    }

    /** The codec must see enough of a text in another encoding to say so, and never waits for an end that does not come. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32LE", "UTF-8"})
    void passesOnTextInAnotherEncodingWhereverItIsCut(Charset charset) {
        String mark = charset.name().equals("UTF-16") ? "" : "\uFEFF";
        byte[] stream = (mark + "{\"a\":1}").getBytes(charset);
        for (int cut = 0; cut <= stream.length; cut++) {
            EmbeddedChannel channel = new EmbeddedChannel(Framing.JSON_TEXT.newDecoder(100));
            channel.writeInbound(Unpooled.copiedBuffer(stream, 0, cut));
            channel.writeInbound(Unpooled.copiedBuffer(stream, cut, stream.length - cut));
            assertThat(channel.<byte[]>readInbound()).as("cut at %d", cut).startsWith(Arrays.copyOf(stream, 4));
            channel.close();
        }
    }

    @Test
    void theEndOfTheStreamEndsABareWord() {
        EmbeddedChannel channel = new EmbeddedChannel(Framing.JSON_TEXT.newDecoder(100));
        channel.writeInbound(Unpooled.copiedBuffer("42", StandardCharsets.UTF_8));
        assertThat(channel.<Object>readInbound()).isNull();

        channel.finish();

        assertThat(framesOf(channel)).containsExactly("42");
    }

    private static byte[] encode(Framing framing, List<String> messages) {
        ByteBuf out = Unpooled.buffer();
        for (String message : messages) {
            int begun = framing.begin(out);
            out.writeCharSequence(message, StandardCharsets.UTF_8);
            framing.end(out, begun);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static List<String> framesOf(EmbeddedChannel channel) {
        List<String> frames = new ArrayList<>();
        for (byte[] frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(new String(frame, StandardCharsets.UTF_8));
        }
        return frames;
    }

    private static void assertNothingLeft(EmbeddedChannel channel) {
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.finish()).as("nothing was left in the decoder").isFalse();
    }
}
