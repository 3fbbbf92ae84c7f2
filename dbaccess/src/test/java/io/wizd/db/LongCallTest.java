package io.wizd.db;

import static io.wizd.db.CallBed.BEHIND_GATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.CallBed.Echo;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.protocol.Reply;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** A call that takes long. Alone on its server: it counts the pings that the whole server was sent. */
class LongCallTest {
    @Test
    void aLongCallGoesOnWhileTheNodeAnswersOthers() throws Exception {
        try (CallBed bed = new CallBed(TestMariaDb.server(), 1)) {
            bed.shutGate();
            Reply.Pending<Echo> slow = bed.call(BEHIND_GATE, 1);
            bed.awaitAtGate(1);
            long pings = pings();
            Eventually.await("it was asked three times meanwhile", () -> pings() >= pings + 3);

            assertThat(bed.database.isAway()).isFalse();
            bed.openGate();
            assertThat(slow.await().n()).isEqualTo(1);
            assertThat(bed.kept()).containsExactly("1");
        }
    }

    private static long pings() throws SQLException {
        try (Connection connection = TestMariaDb.server().admin().connect();
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_admin_commands'")) {
            assertThat(status.next()).isTrue();
            return status.getLong("Value");
        }
    }
}
