package io.wizd.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.wizd.fuzz.Growth;

/** Messages as large as they may be: the time for one is limited. */
class EnvelopeGrowthFuzzTest {

    @FuzzTest
    void aLargeMessageTakesNoLongerThanItsBytes(byte[] input) {
        byte[] text = Growth.of(input);
        EmbeddedChannel channel = new EmbeddedChannel(Framing.JSON_TEXT.newDecoder(text.length));
        channel.writeInbound(Unpooled.wrappedBuffer(text));
        channel.finish();
        try {
            MessageCodec.decode(text);
        } catch (MalformedMessageException e) {
            // Whatever it is, it was found out in time.
        }
    }
}
