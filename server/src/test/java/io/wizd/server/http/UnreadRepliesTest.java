package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.MemoryBudget;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask for more than there is, and read little or nothing of it: ordinary ones are served. */
class UnreadRepliesTest extends SmallMemory {
    @Test
    void aBatchHasAsManyLargeValuesAsThereIsMemoryForAndTellsTheRestApart() throws Exception {
        String operations = String.join(",", Collections.nCopies(500, "{\"op\":\"get\",\"key\":\"overload-large\"}"));
        RawResponse response = connect()
                .send(post("/kv/", "{\"operations\":[" + operations + "]}"))
                .readResponse();
        List<Integer> errors = errors(response.bytes(), "/results", "/Error");
        assertThat(errors).hasSize(500).containsOnly(0, 413);
        assertThat(Collections.frequency(errors, 0)).isBetween(1, LARGE_BYTES / VALUE_BYTES);
        assertOrdinaryClientsAreServed();
    }

    /** Where the processors are busy large replies come at a pace, and those beyond the 64 that wait for it are told to come again. */
    @Test
    void soHasAnArrayOfMessages() throws Exception {
        String messages = String.join(
                ",", Collections.nCopies(100, "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"overload-large\"}}"));
        RawResponse response =
                connect().send(post("/messages", "[" + messages + "]")).readResponse();
        List<Integer> errors = errors(response.bytes(), "", "/result/Error");
        assertThat(errors).hasSize(100).isSubsetOf(0, 413, 503);
        assertThat(Collections.frequency(errors, 0)).isBetween(1, LARGE_BYTES / VALUE_BYTES);
    }

    private static List<Integer> errors(byte[] json, String list, String field) throws Exception {
        return StreamSupport.stream(Jsons.MAPPER.readTree(json).at(list).spliterator(), false)
                .map(item -> item.at(field).intValue())
                .toList();
    }

    /** They are closed within seconds, although each may be silent for as long as writeIdleTimeout while nobody is in need. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void clientsThatDoNotReadLargeRepliesMakeWayForThoseThatDo(String face) {
        String request =
                face.equals("HTTP") ? GET_LARGE : "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"overload-large\"}}";
        List<RawConnection> slow =
                IntStream.range(0, 20).mapToObj(i -> connect().send(request)).toList();
        Eventually.await("all memory for large replies is taken", () -> taken() > LARGE_BYTES - VALUE_BYTES);
        assertOrdinaryClientsAreServed();

        RawConnection patient = connect();
        Eventually.await("there is memory for one that reads", () -> status(patient, GET_LARGE) == 200);
        assertThat(taken()).isLessThan(BOUND_BYTES);
        assertThat(slow).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void repliesThatOneConnectionDoesNotReadAreNotMadeWithoutEnd(String face) {
        String request =
                face.equals("HTTP") ? GET_LARGE : "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"overload-large\"}}";
        connect().send(request.repeat(30));
        Eventually.await("replies were made", () -> taken() > 2 * VALUE_BYTES);
        assertOrdinaryClientsAreServed();
        assertThat(taken()).isLessThan(BOUND_BYTES);
    }

    /** Requests for large values wait for their memory, and hold that of messages meanwhile: an array of 100 as much as 100 requests. */
    @Test
    void messagesOfThoseWhoPipelineLeaveRoomForThoseWhoHaveFew() {
        String array = String.join(
                ",", Collections.nCopies(100, "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"overload-large\"}}"));
        MemoryBudget large = wizd.budgets().memory().large();
        large.takeAnyway(LARGE_BYTES);
        try {
            for (int i = 0; i < 8; i++) {
                connect().send(post("/messages", "[" + array + "]").repeat(20));
            }
            Eventually.await("requests wait for memory", () -> large.waiting() > 0);
            Eventually.await(
                    "those who have many in flight hold their part",
                    () -> messages().takenBytes() >= messages().capacityBytes() / 2);
            assertOrdinaryClientsAreServed();
            assertThat(messages().takenBytes()).isLessThan(messages().capacityBytes() / 4 * 3);
        } finally {
            large.give(LARGE_BYTES);
        }
    }

    /** What waits behind a list holds the memory of messages, not that of large replies. */
    @Test
    void clientsThatDoNotReadAListMakeWayForMessages() {
        assertThat(status(connect(), requestWithBody("PUT /kv/overload-usual HTTP/1.1", '"' + "u".repeat(4_000) + '"')))
                .isBetween(200, 201);
        String list = request("GET /fib/100000?as=string HTTP/1.1");
        String usual = request("GET /kv/overload-usual HTTP/1.1");
        for (int i = 0; i < 20; i++) {
            connect().send(list + usual.repeat(60));
        }
        Eventually.await(
                "what waits behind the lists holds half of the memory",
                () -> messages().takenBytes() >= messages().capacityBytes() / 2);
        assertOrdinaryClientsAreServed();
        Eventually.await(
                "those who do not read are closed",
                () -> messages().takenBytes() < messages().capacityBytes() / 8);
    }

    @Test
    void aPageThatIsAskedForAndNotReadIsThereOnce() {
        for (int i = 0; i < 10; i++) {
            connect().send(request("GET /openapi.json HTTP/1.1").repeat(60));
        }
        assertOrdinaryClientsAreServed();
        assertThat(taken()).isLessThan(BOUND_BYTES);
    }

    /** A thousand such connections ended the server: each page had a thread at once, and each connection a copy that nobody counted. */
    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/openapi.json", "/nothing"})
    void pagesThatAreNotReadAreBoundedTogether(String path) {
        String first = request("GET /fib/100000?as=string HTTP/1.1");
        for (int i = 0; i < 150; i++) {
            connect().send(first + request("GET " + path + " HTTP/1.1").repeat(250));
        }
        Eventually.await(
                "they hold their part of the memory",
                () -> messages().takenBytes() >= messages().capacityBytes() / 2);
        RawConnection client = connect();
        assertThat(status(client, request("GET /health/live HTTP/1.1"))).isEqualTo(200);
        assertThat(messages().takenBytes()).isLessThan(2 * messages().capacityBytes());
        assertThat(taken()).isLessThan(BOUND_BYTES);
        Eventually.await("ordinary clients are served", () -> status(client, GET_SMALL) == 200);
        Eventually.await(
                "so are those who look at metrics", () -> status(client, request("GET /metrics HTTP/1.1")) == 200);
    }

    /** What lies in memory for all needs none; made anew in another form it does. */
    @Test
    void aSharedReplyNeedsMemoryInOtherFormsOnly() {
        MemoryBudget large = wizd.budgets().memory().large();
        String inAnotherForm = request("GET /fib/1000 HTTP/1.1", "Accept: text/plain");
        RawConnection client = connect();
        large.takeAnyway(LARGE_BYTES);
        try {
            assertThat(status(client, request("GET /fib/1000 HTTP/1.1"))).isEqualTo(200);
            RawResponse refused = client.send(inAnotherForm).readResponse();
            assertThat(refused.status()).as("%s", refused).isEqualTo(503);
            assertThat(refused.has("Retry-After")).isTrue();
        } finally {
            large.give(LARGE_BYTES);
        }
        assertThat(status(client, inAnotherForm)).isEqualTo(200);
    }
}
