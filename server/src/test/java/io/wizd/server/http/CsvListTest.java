package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.members.NewMember;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.StreamedList;
import io.wizd.server.testing.TestWizd;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a list as CSV looks like, of members and of a message type that nobody here knows. */
class CsvListTest {
    private static final int ACCOUNT = 780_501;
    private static final TestWizd PARCELS = TestWizd.start(new Parcels());

    /** {@code GET /parcels}: a note is absent where there is none. */
    private static final class Parcels implements HandlerPlugin, MessageHandler<Parcels.In, Parcels.Out> {
        public record In(
                @Doc("How many") int count,
                @Doc("The whole list") @Nullable Boolean all) {}

        public record Parcel(
                @Doc("1 for the first") int number,

                @Doc("Absent for odd numbers") @Nullable String note,

                @Doc("Where it goes") String to) {}

        public record Out(
                @Doc("In the order of their numbers") List<Parcel> parcels) {}

        private static final MessageSpec<In, Out> SPEC = MessageSpec.of("parcels", In.class, Out.class)
                .effect(Effect.READ)
                .routes(Route.get("/parcels").listAs("text/csv", "all", "true"));

        @Override
        public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
            return List.of(this);
        }

        @Override
        public MessageSpec<In, Out> spec() {
            return SPEC;
        }

        @Override
        public Reply<Out> handle(Call call, In in) {
            return new Reply.Streamed<>(new StreamedList(Json.EMPTY_OBJECT, "parcels", StreamedList.UNKNOWN, sink -> {
                for (int n = 1; n <= in.count(); n++) {
                    sink.item(Jsons.write(new Parcel(n, n % 2 == 0 ? "a, \"b\"" : null, "Ulm")));
                }
            }));
        }
    }

    @AfterAll
    static void stop() {
        PARCELS.close();
    }

    private static String csv(URI uri) throws Exception {
        return list(uri, "text/csv");
    }

    private static String list(URI uri, String accept) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest get =
                    HttpRequest.newBuilder(uri).header("Accept", accept).build();
            return http.send(get, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void membersThatAreNoneHaveTheirHeader() throws Exception {
        assertThat(csv(TestWizd.shared().uri("/api/members/?aid=999888777")))
                .isEqualTo("id,first_name,last_name,phone_number,client_member_id,account_id\r\n");
    }

    @Test
    void aListOfAnyTypeHasItsHeaderWithoutRowsToo() throws Exception {
        assertThat(csv(PARCELS.uri("/parcels?count=0"))).isEqualTo("number,note,to\r\n");
    }

    @Test
    void whatAnItemLacksLeavesItsColumnEmpty() throws Exception {
        assertThat(csv(PARCELS.uri("/parcels?count=3")))
                .isEqualTo("number,note,to\r\n1,,Ulm\r\n2,\"a, \"\"b\"\"\",Ulm\r\n3,,Ulm\r\n");
    }

    @Test
    void membersComeAsLinesToo() throws Exception {
        addMembers();
        assertThat(list(TestWizd.shared().uri("/api/members/?aid=" + ACCOUNT), "application/x-ndjson")
                        .replaceAll("\\{\"id\":[0-9]+,", "{"))
                .isEqualTo("""
                        {"first_name":"Ann","last_name":"Abel","phone_number":"491","client_member_id":1,"account_id":780501}
                        {"first_name":"Ann","last_name":"Abel","phone_number":"492","client_member_id":2,"account_id":780501}
                        {"first_name":"Ann","last_name":"Abel","phone_number":"493","client_member_id":3,"account_id":780501}
                        """);
        assertThat(list(TestWizd.shared().uri("/api/members/?aid=999888777"), "application/x-ndjson"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,3", "4,3", "1000,3"})
    void aLimitIsThatOfTheWholeList(int limit, int rows) throws Exception {
        addMembers();
        URI uri = TestWizd.shared().uri("/api/members/?aid=" + ACCOUNT + "&limit=" + limit);
        assertThat(csv(uri).lines()).hasSize(rows + 1);
        assertThat(list(uri, "application/x-ndjson").lines()).hasSize(rows);
    }

    @Test
    void aLimitThatIsNoneIsRefused() throws Exception {
        assertThat(csv(TestWizd.shared().uri("/api/members/?limit=0"))).contains("limit must be an integer from 1");
    }

    private static void addMembers() {
        String type = "Content-Type: application/json";
        String admin = "Authorization: " + TestWizd.adminAuthorization();
        for (int n = 1; n <= 3; n++) {
            String body = Jsons.write(new NewMember("Ann", "Abel", "49" + n, n, ACCOUNT))
                    .toString();
            assertThat(HttpCase.responseTo(HttpCase.requestWithBody("POST /api/members/ HTTP/1.1", body, type, admin))
                            .status())
                    .isIn(201, 409);
        }
    }
}
