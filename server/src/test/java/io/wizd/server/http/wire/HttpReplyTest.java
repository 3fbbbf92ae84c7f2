package io.wizd.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reply is made of, where no request can show it. */
class HttpReplyTest {

    /** RFC 9110, 10.2.3. */
    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "1000,1", "1001,2"})
    void retryAfterIsInWholeSecondsRoundedUp(long retryAfterMs, String seconds) {
        HttpReply reply = HttpReply.problem(Fault.of(ErrorCode.OVERLOADED).retryAfterMs(retryAfterMs));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.field("Retry-After")).isEqualTo(seconds);
    }

    /** Only the code decides, so no fault of the kind can be made without. */
    @ParameterizedTest
    @EnumSource
    void whatIsUnderWayAndEvery503SayWhenToTryAgainAndNothingElseDoes(ErrorCode code) {
        String retryAfter = HttpReply.problem(Fault.of(code)).field("Retry-After");
        assertThat(!retryAfter.isEmpty()).isEqualTo(code.httpStatus() == 503 || code == ErrorCode.REQUEST_IN_PROGRESS);
    }

    /** RFC 9112, 11.1: a value can never begin another field, or another response. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: b", "a\nb", "a\0", "ä"})
    void noValueBreaksTheResponseApart(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpReply.empty(200).with("X", value));
    }

    @Test
    void reasonPhrasesAreThoseOfRfc9110() {
        assertThat(StatusLine.reason(413)).isEqualTo("Content Too Large");
        assertThat(new String(StatusLine.of(404), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void everyErrorCodeHasAStatusLine() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(HttpReply.problem(Fault.of(code)).status()).isEqualTo(code.httpStatus());
            assertThat(StatusLine.of(code.httpStatus())).isNotEmpty();
        }
    }
}
