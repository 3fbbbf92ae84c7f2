package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.budget.MemoryBudget;
import io.wizd.db.testing.Eventually;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send more than there is room for, or not to its end: they are refused, and ordinary ones are served. */
class OverloadTest extends SmallMemory {
    private static final String HALF_A_BODY = "{\"msgType\":\"kv-set\",\"message\":{\"value\":\"";

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

    /** Most of it was not read, but its number came first. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLargeMessageThatIsRefusedIsAnsweredUnderItsNumber(boolean lengthPrefixed) {
        String half =
                "{\"msgType\":\"kv-set\",\"seqNum\":4711,\"message\":{\"key\":\"a\",\"value\":\"" + "z".repeat(50_000);
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(100_000).array();
        MemoryBudget large = wizd.budgets().memory().large();
        large.takeAnyway(LARGE_BYTES);
        try {
            for (int i = 0; i < 64; i++) {
                connect().send(half);
            }
            Eventually.await("as many wait as may", () -> large.waiting() == 64);
            RawConnection oneTooMany =
                    connect().send(lengthPrefixed ? length : new byte[0]).send(half);
            String reply = lengthPrefixed
                    ? new String(
                            oneTooMany.readBytes(
                                    ByteBuffer.wrap(oneTooMany.readBytes(4)).getInt()),
                            StandardCharsets.UTF_8)
                    : oneTooMany.readLine();
            assertThat(reply)
                    .startsWith("{\"msgType\":\"kv-set\",\"seqNum\":4711,")
                    .contains("OVERLOADED");
        } finally {
            large.give(LARGE_BYTES);
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
