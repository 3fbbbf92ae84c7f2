package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames wait undecoded while there is no room for them, and a frame that has only begun keeps no large buffer. */
class HeldBackFramesTest {
    private int room;
    private final FrameDecoder decoder = Framing.JSON_TEXT.newDecoder(1 << 20, () -> room > 0);
    private final List<String> frames = new ArrayList<>();
    private final List<Object> events = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder, new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            room--;
            frames.add(new String((byte[]) frame, StandardCharsets.UTF_8));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            events.add(event);
        }
    });

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Test
    void framesWaitForRoomAndComeInOrder() {
        room = 2;
        receive("{\"a\":1}{\"a\":2}{\"a\":3}{\"a\":4}");
        assertThat(frames).containsExactly("{\"a\":1}", "{\"a\":2}");
        decoder.resume();
        assertThat(frames).hasSize(2);
        room = 1;
        decoder.resume();
        assertThat(frames).hasSize(3);
        room = 5;
        decoder.resume();
        assertThat(frames).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}");
        assertThat(decoder.unfinishedBytes()).isZero();
    }

    @Test
    void theEndOfTheInputComesBehindThem() {
        receive("{\"a\":1} 2");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(events).isEmpty();
        room = 5;
        decoder.resume();
        assertThat(frames).containsExactly("{\"a\":1}", "2");
        assertThat(events).containsExactly(ChannelInputShutdownEvent.INSTANCE);
    }

    @Test
    void whatHasOnlyBegunKeepsNoLargeBuffer() {
        room = 10;
        ByteBuf large = Unpooled.directBuffer(64 << 10);
        large.writeCharSequence("{\"a\":1}{\"b\":\"unfini", StandardCharsets.UTF_8);
        channel.writeInbound(large);
        assertThat(large.refCnt()).as("the large buffer was given back").isZero();
        assertThat(decoder.unfinishedBytes()).isEqualTo("{\"b\":\"unfini".length());
        receive("shed\"}");
        assertThat(frames).containsExactly("{\"a\":1}", "{\"b\":\"unfinished\"}");
        channel.finishAndReleaseAll();
    }

    @Test
    void aLargeFrameIsToldOnceWhileItIsReadAndAgainWithTheNext() {
        room = 10;
        String value = "\"" + "x".repeat(FrameDecoder.SMALL_FRAME_BYTES);
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(value, StandardCharsets.UTF_8));
        assertThat(events).as("before the read is complete").containsExactly(FrameDecoder.LARGE_FRAME_BEGAN);
        receive("more");
        assertThat(events).hasSize(1);
        receive("\"" + value);
        assertThat(frames).containsExactly(value + "more\"");
        assertThat(events).as("the next one has begun behind it").hasSize(2);
        channel.finishAndReleaseAll();
    }

    @Test
    void whatIsDroppedIsNotKept() {
        room = 10;
        receive("{\"a\":");
        decoder.drop();
        receive("1}{\"a\":2}");
        assertThat(decoder.unfinishedBytes()).isZero();
        assertThat(frames).isEmpty();
    }
}
