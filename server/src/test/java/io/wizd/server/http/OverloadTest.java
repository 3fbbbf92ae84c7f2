package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.MemoryBudget;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Eventually;
import io.wizd.protocol.Jsons;
import io.wizd.server.BudgetConfig;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask for more than there is: they are refused, ordinary ones are served, and nothing stays taken. */
class OverloadTest {
    /** More than the kernel keeps for a client that does not read. */
    private static final int VALUE_BYTES = 7 << 20;

    private static final int LARGE_BYTES = 32 << 20;

    /** Without a bound it would be hundreds of MiB. Replies that go from their request to their connection are above the budget. */
    private static final int BOUND_BYTES = 2 * LARGE_BYTES;

    private static final String GET_LARGE = request("GET /kv/overload-large HTTP/1.1");
    private static final String GET_SMALL = request("GET /kv/overload-small HTTP/1.1");

    private static final String HALF_A_BODY = "{\"msgType\":\"kv-set\",\"message\":{\"value\":\"";

    private static TestWizd wizd;

    private final List<RawConnection> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(new BudgetConfig(1 << 20, LARGE_BYTES, 200, 190, ProcessorBudgets.Shares.DEFAULT));
        try (RawConnection connection = wizd.connect()) {
            String value = '"' + "x".repeat(VALUE_BYTES - 2) + '"';
            assertThat(status(connection, requestWithBody("PUT /kv/overload-large HTTP/1.1", value)))
                    .isBetween(200, 201);
            assertThat(status(connection, requestWithBody("PUT /kv/overload-small HTTP/1.1", "1")))
                    .isBetween(200, 201);
        }
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    @AfterEach
    void nothingStaysTaken() {
        open.forEach(RawConnection::close);
        Eventually.await(
                "all memory was given back", () -> taken() == 0 && messages().takenBytes() == 0);
        Eventually.await(
                "all connections are closed", () -> wizd.budgets().connections().open() == 0);
    }

    private static int status(RawConnection connection, String request) {
        return connection.send(request).readResponse().status();
    }

    /** A client that tries again and again: beyond those that are told why, a connection is closed at once. */
    private static boolean isServed(Predicate<RawConnection> attempt) {
        try (RawConnection honest = wizd.connect()) {
            return attempt.test(honest);
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    private static String post(String path, String json) {
        return requestWithBody("POST " + path + " HTTP/1.1", json, "Content-Type: application/json");
    }

    private static MemoryBudget messages() {
        return wizd.budgets().memory().messages();
    }

    private static long taken() {
        return wizd.budgets().memory().large().takenBytes();
    }

    private RawConnection connect() {
        RawConnection connection = wizd.connect();
        open.add(connection);
        return connection;
    }

    private void assertOrdinaryClientsAreServed() {
        RawConnection ordinary = connect();
        for (int i = 0; i < 20; i++) {
            RawResponse response = ordinary.send(GET_SMALL).readResponse();
            assertThat(response.status()).as("%s", response).isEqualTo(200);
        }
    }

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

    @Test
    void soHasAnArrayOfMessages() throws Exception {
        String messages = String.join(
                ",", Collections.nCopies(100, "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"overload-large\"}}"));
        RawResponse response =
                connect().send(post("/messages", "[" + messages + "]")).readResponse();
        List<Integer> errors = errors(response.bytes(), "", "/result/Error");
        assertThat(errors).hasSize(100).containsOnly(0, 413);
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
                IntStream.range(0, 40).mapToObj(i -> connect().send(request)).toList();
        Eventually.await("all memory for large replies is taken", () -> taken() > LARGE_BYTES - VALUE_BYTES);
        assertOrdinaryClientsAreServed();

        RawConnection patient = connect();
        Eventually.await("there is memory for one that reads", () -> status(patient, GET_LARGE) == 200);
        assertThat(taken()).isLessThan(BOUND_BYTES);
        assertThat(slow).hasSize(40);
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

    /** 150 of them would take 300 MB together. */
    @Test
    void bodiesThatDoNotComeMakeWayForThoseThatDo() {
        String head = request("POST /messages HTTP/1.1", "Content-Type: application/json", "Content-Length: 1048000");
        for (int i = 0; i < 150; i++) {
            connect().send(head).send(new byte[50_000]);
        }
        Eventually.await(
                "memory is used up", () -> wizd.budgets().memory().large().waiting() > 0);
        assertOrdinaryClientsAreServed();
        assertThat(taken()).isLessThanOrEqualTo(LARGE_BYTES);

        String value = '"' + "y".repeat(100_000) + '"';
        Eventually.await(
                "there is memory for a body that comes",
                () -> isServed(
                        honest -> status(honest, requestWithBody("PUT /kv/overload-honest HTTP/1.1", value)) < 300));
    }

    @Test
    void messagesThatDoNotEndMakeWayForThoseThatDo() {
        String half = "{\"msgType\":\"kv-set\",\"message\":{\"key\":\"a\",\"value\":\"" + "z".repeat(50_000);
        for (int i = 0; i < 150; i++) {
            connect().send(half);
        }
        Eventually.await(
                "memory is used up", () -> wizd.budgets().memory().large().waiting() > 0);
        assertOrdinaryClientsAreServed();
        assertThat(taken()).isLessThanOrEqualTo(LARGE_BYTES);

        String whole = "{\"msgType\":\"kv-set\",\"message\":{\"key\":\"overload-honest\",\"value\":\""
                + "w".repeat(100_000) + "\"}}\n";
        Eventually.await(
                "there is memory for a message that comes",
                () -> isServed(honest -> honest.send(whole).readLine().contains("\"Error\":0")));
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

    /** Whatever it waits for: room for a reply, or for a body of which a part has come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /kv/overload-large HTTP/1.1\r\nHost: a\r\n\r\n",
                "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"overload-large\"}}",
                "PUT /kv/overload-gone HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + HALF_A_BODY,
                HALF_A_BODY
            })
    void whoGoesWaitsNoMore(String request) {
        MemoryBudget large = wizd.budgets().memory().large();
        large.takeAnyway(LARGE_BYTES);
        try {
            RawConnection client =
                    wizd.connect().send(request).send("x".repeat(request.endsWith(HALF_A_BODY) ? 800_000 : 0));
            Eventually.await("it waits for memory", () -> large.waiting() == 1);
            client.reset();
            Eventually.await("it does not wait any more", () -> large.waiting() == 0);
        } finally {
            large.give(LARGE_BYTES);
        }
        assertOrdinaryClientsAreServed();
    }

    /** The JDK's stream calls itself for each empty member: the stack was full, and nobody gave anything back. */
    @Test
    void aBodyOfManyEmptyGzipMembersIsAnsweredAndHoldsNothing() throws Exception {
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        new GZIPOutputStream(empty).close();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < 52_000; i++) {
            empty.writeTo(body);
        }
        for (String target : List.of("POST /messages", "PUT /kv/overload-gzip")) {
            RawResponse response = connect()
                    .send(request(
                            target + " HTTP/1.1",
                            "Content-Type: application/json",
                            "Content-Encoding: gzip",
                            "Content-Length: " + body.size()))
                    .send(body.toByteArray())
                    .readResponse();
            assertThat(response.status()).as("%s", response).isEqualTo(400);
        }
    }

    @Test
    void aMessageThatIsRefusedIsToldWhenToComeAgain() {
        messages().takeAnyway(messages().capacityBytes());
        try {
            RawResponse overHttp = connect().send(GET_SMALL).readResponse();
            assertThat(overHttp.status()).isEqualTo(503);
            assertThat(overHttp.body()).contains("OVERLOADED", "messages in flight");
            assertThat(Integer.parseInt(overHttp.header("Retry-After"))).isPositive();
            assertThat(connect().send("{\"msgType\":\"ping\"}").readLine()).contains("OVERLOADED", "RetryAfterMs");
            assertThat(status(connect(), request("GET /health/live HTTP/1.1"))).isEqualTo(200);
        } finally {
            messages().give(messages().capacityBytes());
        }
        assertOrdinaryClientsAreServed();
    }

    @Test
    void aConnectionTooManyHearsSoAndWhetherTheServerLives() {
        for (int i = 0; i < 190; i++) {
            connect();
        }
        Eventually.await("all are open", () -> wizd.budgets().connections().open() == 190);
        try (RawConnection tooMany = wizd.connect()) {
            RawResponse refused = tooMany.send(GET_SMALL).readResponse();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("OVERLOADED", "one address");
            assertThat(refused.has("Retry-After")).isTrue();
            assertThat(tooMany.isEnded()).isTrue();
        }
        try (RawConnection tooMany = wizd.connect()) {
            assertThat(status(tooMany, request("GET /health/live HTTP/1.1"))).isEqualTo(200);
            assertThat(tooMany.isEnded()).isTrue();
        }
        try (RawConnection tooMany = wizd.connect()) {
            assertThat(tooMany.send("{\"msgType\":\"ping\"}").readToEnd()).contains("OVERLOADED", "RetryAfterMs");
        }
    }
}
