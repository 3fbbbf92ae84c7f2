package io.wizd.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorLoad;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections of one event loop, each with messages in flight. */
class FairShareTest {
    private static final int MOST = 256;

    private final FairShare share = new FairShare(new EmbeddedChannel().eventLoop(), ProcessorLoad.always(false));

    /** A connection that begins messages as long as it has room. */
    private final class Client {
        final EmbeddedChannel channel = new EmbeddedChannel();
        final Connection connection =
                new Connection(channel, MOST, share, Memory.of(1 << 20, 1 << 20), null, TrustedProxies.NONE);
        int inFlight;

        boolean begin() {
            boolean room = connection.hasRoom();
            if (!room) {
                // It may have given way to the others of the loop.
                channel.runPendingTasks();
                room = connection.hasRoom();
            }
            if (room) {
                connection.began();
                inFlight++;
            }
            return room;
        }

        void end() {
            connection.ended();
            inFlight--;
        }
    }

    private Client flooding() {
        Client client = new Client();
        while (client.begin()) {}
        return client;
    }

    private List<Client> patient(int count) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Client client = new Client();
            assertThat(client.begin()).isTrue();
            clients.add(client);
        }
        return clients;
    }

    @Test
    void oneAloneMayHaveAsManyAsAConnectionMayHave() {
        assertThat(flooding().inFlight).isEqualTo(MOST);
    }

    @Test
    void besideOthersThatWaitForEachReplyItHasFew() {
        List<Client> patient = patient(20);
        assertThat(flooding().inFlight).isEqualTo(16);
        assertThat(flooding().inFlight).isEqualTo(16);
        assertThat(patient).allSatisfy(client -> {
            client.end();
            assertThat(client.begin()).isTrue();
        });
    }

    /** By the average alone each raised what the others may have. */
    @Test
    void severalThatFloodDoNotMakeRoomForEachOther() {
        patient(6);
        List<Client> flooding = List.of(flooding(), flooding(), flooding(), flooding(), flooding());
        for (int round = 0; round < 100; round++) {
            flooding.forEach(Client::begin);
        }
        assertThat(flooding).allSatisfy(client -> assertThat(client.inFlight).isEqualTo(16));
    }

    /** It began alone: what it has is answered first. */
    @Test
    void whoeverHasMuchBeginsNothingUntilItHasLess() {
        Client flooding = flooding();
        patient(20);
        assertThat(flooding.begin()).isFalse();
        while (flooding.inFlight > 15) {
            flooding.end();
        }
        assertThat(flooding.begin()).isTrue();
    }

    @Test
    void whereAllPipelineNobodyIsLimitedForLong() {
        List<Client> clients = patient(4);
        for (int round = 0; round < 100; round++) {
            clients.forEach(client -> {
                client.begin();
                client.begin();
            });
        }
        assertThat(clients).allSatisfy(client -> assertThat(client.inFlight).isGreaterThan(MOST / 2));
    }

    @Test
    void whatAClientThatIsGoneHadInFlightCountsNoMore() {
        Client gone = flooding();
        gone.channel.close();
        gone.channel.runPendingTasks();
        gone.connection.ended();
        assertThat(flooding().inFlight).as("alone again").isEqualTo(MOST);
    }
}
