package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.handlers.accounts.MailSettings;
import io.wizd.handlers.members.NewMember;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** No member gets the id of another, whatever clients and servers do at the same time. */
class IdsGivenOnceTest {
    private static final String ADMIN = TestWizd.adminAuthorization();
    private static final int CLIENTS = 8;
    private static final int MEMBERS_A_CLIENT = 260;
    private static final int ROWS_A_BATCH = 40;

    private static final Map<String, ?> ADA = Map.of(
            "first_name", "Ada", "last_name", "King", "phone_number", "44", "client_member_id", 1, "account_id", 1);

    private final AtomicInteger clientMemberIds = new AtomicInteger();

    @Test
    void ofServersAtOnceAndOfOneThatStartsAgainInTheMiddleOfABlock() throws Exception {
        DatabaseConfig.External databases = TestWizd.newDatabases();
        List<Long> ids = new ArrayList<>();
        try (TestWizd one = TestWizd.startOn(databases, MailSettings.DEFAULT)) {
            try (TestWizd other = TestWizd.startOn(databases, MailSettings.DEFAULT)) {
                // Each of them gives more than a block, so that both fetch one while the other gives.
                ids.addAll(createAtOnce(List.of(one, other)));
            }
            try (TestWizd again = TestWizd.startOn(databases, MailSettings.DEFAULT)) {
                ids.addAll(createAtOnce(List.of(again, one)));
            }
        }
        assertThat(ids).hasSize(2 * CLIENTS * MEMBERS_A_CLIENT).doesNotHaveDuplicates();
        DataCheck.Result stored = DataCheck.of(databases, members -> {});
        assertThat(stored.findings()).isEmpty();
        assertThat(stored.members()).isEqualTo(clientMemberIds.get());
    }

    /** Deleted ids are gone for good, although they were the highest. */
    @Test
    void ofAMemberThatWasDeleted() {
        DatabaseConfig.External databases = TestWizd.newDatabases();
        List<Long> ids = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            try (TestWizd wizd = TestWizd.startOn(databases, MailSettings.DEFAULT)) {
                AccountMessages messages = new AccountMessages(wizd);
                long id = messages.data("member-create", ADMIN, ADA).path("id").asLong();
                messages.data("member-delete", ADMIN, Map.of("id", id));
                ids.add(id);
            }
        }
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
    }

    /** @return the ids of the members that were made one by one; batches came between them */
    private List<Long> createAtOnce(List<TestWizd> servers) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                TestWizd server = servers.get(i % servers.size());
                int account = 1 + i;
                clients.add(threads.submit(() -> createMany(server, account)));
            }
            List<Long> ids = new ArrayList<>();
            for (Future<List<Long>> client : clients) {
                ids.addAll(client.get());
            }
            return ids;
        }
    }

    /** All are sent before the first reply is read. */
    private List<Long> createMany(TestWizd server, long account) throws JsonProcessingException {
        try (RawConnection connection = server.connect()) {
            for (int i = 0; i < MEMBERS_A_CLIENT; i++) {
                if (i % ROWS_A_BATCH == 0) {
                    List<NewMember> rows = LongStream.range(0, ROWS_A_BATCH)
                            .mapToObj(row -> member(account))
                            .toList();
                    connection.send(message("member-batch", Map.of("members", rows)));
                }
                connection.send(message("member-create", member(account)));
            }
            List<Long> ids = new ArrayList<>();
            while (ids.size() < MEMBERS_A_CLIENT) {
                JsonNode reply = Jsons.MAPPER.readTree(connection.readLine());
                assertThat(reply.at("/result/Error").asInt(-1)).as("%s", reply).isZero();
                if (reply.path("msgType").asText().equals("member-create")) {
                    ids.add(reply.at("/data/id").asLong());
                }
            }
            return ids;
        }
    }

    private static String message(String type, Object body) {
        return Jsons.write(Map.of("msgType", type, "token", ADMIN, "message", body)) + "\n";
    }

    private NewMember member(long account) {
        return new NewMember("Ada", "King", "44", clientMemberIds.incrementAndGet(), account);
    }
}
