package io.wizd.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorLoad;
import io.wizd.fuzz.Cuts;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.FairShare;
import io.wizd.server.connection.TrustedProxies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link ProxyHeader}: a client and the bytes behind, all bytes as they came, or the end, however they arrive. */
class ProxyHeaderFuzzTest {

    @FuzzTest
    void whatFollowsIsTheSameHoweverTheBytesArrive(byte[] bytes) {
        List<String> all = new ArrayList<>();
        Cuts.of(bytes).forEach(pieces -> all.add(seen(pieces)));
        assertThat(all.get(1)).isEqualTo(all.getFirst());
        assertThat(all.get(2)).isEqualTo(all.getFirst());
    }

    private static String seen(List<byte[]> pieces) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Connection connection = new Connection(
                channel,
                Integer.MAX_VALUE,
                new FairShare(channel.eventLoop(), ProcessorLoad.always(false)),
                Memory.of(1 << 20, 32 << 20),
                null,
                TrustedProxies.NONE);
        channel.pipeline().addLast(new ProxyHeader(connection));
        StringBuilder rest = new StringBuilder();
        for (byte[] piece : pieces) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.copiedBuffer(piece));
            }
            for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
                rest.append(part.toString(StandardCharsets.ISO_8859_1));
                part.release();
            }
        }
        boolean open = channel.isOpen();
        String client = connection.peer().client(null);
        channel.finishAndReleaseAll();
        return open ? client + " " + rest : "closed";
    }
}
