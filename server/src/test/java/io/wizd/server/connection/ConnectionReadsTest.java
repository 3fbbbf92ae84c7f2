package io.wizd.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a {@link Connection} reads, and what becomes of its work. */
class ConnectionReadsTest {
    private static final int MOST = 2;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Memory memory = Memory.of(1 << 20, 32 << 20);
    private final Connection connection = new Connection(
            channel,
            MOST,
            new FairShare(channel.eventLoop(), ProcessorLoad.always(false)),
            memory,
            null,
            TrustedProxies.NONE);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** Else each reply would let in another read of a client that pipelines without end, of which one more message begins. */
    @Test
    void nothingIsReadWhileMessagesThatHaveComeWaitForRoom() {
        begin(MOST);
        assertThat(reads()).isFalse();
        assertThat(connection.hasRoom()).as("for one more that has come").isFalse();

        connection.ended();
        assertThat(reads()).as("it comes first").isFalse();
        begin(1);
        assertThat(connection.hasRoom()).as("for a fourth").isFalse();
        connection.execute(connection::ended);
        assertThat(reads()).isFalse();

        begin(1);
        connection.execute(connection::ended);
        assertThat(reads()).as("nothing that has come waits").isTrue();
    }

    /** What others have taken is told to nobody: it is found when the next message comes. */
    @Test
    void whatFindsNoRoomIsTheLastThatIsRead() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        assertThat(reads()).isTrue();
        assertThat(connection.hasRoom()).isFalse();
        assertThat(reads()).isFalse();
    }

    @Test
    void whatBeginsWhileBytesAreHandledDecidesAtTheirEnd() {
        begin(MOST);
        connection.beginRead();
        connection.ended();
        assertThat(reads()).isFalse();
        connection.endRead();
        assertThat(reads()).isTrue();
    }

    /** Replies that need no budget, such as refusals, would fill the memory of thousands of connections. */
    @Test
    void whoDoesNotTakeRepliesBeginsNothingWhereTheyFillTheirMemory() {
        channel.freezeTime();
        channel.write(Unpooled.buffer().writeZero(100));
        assertThat(connection.hasRoom()).isTrue();

        memory.large().takeAnyway(memory.large().capacityBytes());
        assertThat(connection.hasRoom()).isFalse();
        assertThat(reads()).isFalse();

        channel.flush();
        List<Object> told = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                told.add(event);
                assertThat(connection.hasRoom()).as("all is taken").isTrue();
                connection.endRead();
            }
        });
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(told).containsExactly(Connection.MAY_BEGIN_MORE);
        assertThat(reads()).isTrue();
    }

    @Test
    void workThatFailsEndsTheConnectionAndWhatIsBehindItIsDone() throws InterruptedException {
        List<String> done = new ArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> {
            connection.execute(() -> {
                throw new OutOfMemoryError("of a reply");
            });
            connection.execute(() -> done.add("the next reply"));
        });
        other.join();
        channel.runPendingTasks();
        assertThat(done).containsExactly("the next reply");
        assertThat(channel.isOpen()).isFalse();
    }

    private void begin(int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(connection.hasRoom()).isTrue();
            connection.began();
        }
    }

    private boolean reads() {
        return channel.config().isAutoRead();
    }
}
