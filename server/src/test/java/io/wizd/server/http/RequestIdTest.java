package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.event.Event;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import io.wizd.event.RequestEvent.MessageFailed;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is called, in its reply and in the lines about it, and where it came from. */
class RequestIdTest {
    private static final String MADE = "[0-9a-f]{8}-[0-9]+";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static String idOf(String requestLine, String... fields) {
        RawResponse response = responseTo(request(requestLine + " HTTP/1.1", fields));
        return response.header("X-Request-Id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /ping              | order-4711
            OPTIONS /ping          | order-4711
            GET /kv/not-there      | order-4711
            GET /nowhere           | order-4711
            POST /ping             | order-4711
            GET /health/live       | {"a":"b\\"}
            GET /fib/10            | !#$%&'()*+,-./0123456789:;<=>?@AZ[]^_`az{}~
            """)
    void theReplyHasTheIdOfTheRequest(String requestLine, String id) {
        assertThat(idOf(requestLine, "X-Request-Id: " + id)).isEqualTo(id);
    }

    @Test
    void aTraceIsAnIdWhereThereIsNoOther() {
        String traceParent = "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01";
        assertThat(idOf("GET /ping", traceParent)).isEqualTo(TRACE);
        assertThat(idOf("GET /ping", traceParent, "X-Request-Id: mine")).isEqualTo("mine");
        assertThat(idOf("GET /ping", traceParent, "X-Request-Id: not mine")).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-Id: a b",
                "X-Request-Id: é",
                "X-Request-Id:",
                "X-Request-Id: 01234567890123456789012345678901234567890123456789012345678901234",
                "traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "traceparent: ff-" + TRACE + "-00f067aa0ba902b7-01",
                "traceparent: 00-" + TRACE + "-00f067aa0ba902b7",
                "traceparent: mine"
            })
    void anIdThatIsNotFitForALogGivesWayToOneThatIs(String field) {
        assertThat(idOf("GET /ping", field)).matches(MADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /kv/not-there", "GET /nowhere", "BREW /ping", "GET /ping?no=1", "GET /kv/%zz"})
    void anErrorHasAnIdWhoeverMadeIt(String requestLine) {
        assertThat(idOf(requestLine)).matches(MADE);
    }

    @Test
    void theRequestsOfAConnectionHaveAnIdEach() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            String nothing = request("GET /nowhere HTTP/1.1");
            connection.send(nothing + nothing);
            String first = connection.readResponse().header("X-Request-Id");
            assertThat(first).endsWith("-1");
            assertThat(connection.readResponse().header("X-Request-Id")).isEqualTo(first.replaceAll("1$", "2"));
        }
    }

    @Test
    void whoAsksForNoIdGetsNone() {
        assertThat(responseTo(request("GET /ping HTTP/1.1")).has("X-Request-Id"))
                .isFalse();
    }

    /** On every way that a message comes, with what is known of it there. */
    @Test
    void linesSayWhichRequestFailedAndWhereItCameFrom() {
        List<MessageFailed> failed = new CopyOnWriteArrayList<>();
        try (TestWizd wizd = TestWizd.start(new Lists());
                Events.Subscription subscription = Events.subscribe(event -> add(event, failed));
                RawConnection http = wizd.connect();
                RawConnection text = wizd.connect()) {
            String envelope =
                    "{\"msgType\":\"list\",\"requestId\":\"again\",\"message\":{\"kind\":\"fails\",\"count\":0}}";
            String id = "X-Request-Id: of-the-client";
            http.send(request("GET /lists/fails?count=0 HTTP/1.1", id)).readResponse();
            http.send(requestWithBody("POST /messages HTTP/1.1", envelope, id)).readResponse();
            http.send(requestWithBody("POST /messages/list HTTP/1.1", "{\"kind\":\"fails\",\"count\":0}", id))
                    .readResponse();
            String made = http.send(request("GET /lists/fails?count=0 HTTP/1.1"))
                    .readResponse()
                    .header("X-Request-Id");
            text.send(envelope).readLine();

            assertThat(failed)
                    .extracting(MessageFailed::origin)
                    .containsExactly(
                            of(http, "of-the-client"),
                            of(http, "of-the-client"),
                            of(http, "of-the-client"),
                            of(http, made),
                            of(text, null));
            assertThat(failed.getFirst().text()).contains("from 127.0.0.1:", " (request of-the-client): failed");
            assertThat(failed.getLast().text()).contains("requestId=again", "from 127.0.0.1:");
        }
    }

    private static void add(Event event, List<MessageFailed> failed) {
        if (event instanceof MessageFailed of && of.message().startsWith("Message[list,")) {
            failed.add(of);
        }
    }

    private static Origin of(RawConnection connection, @Nullable String id) {
        return new Origin("127.0.0.1:" + connection.localPort(), id);
    }
}
