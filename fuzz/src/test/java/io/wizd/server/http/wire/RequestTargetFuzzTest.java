package io.wizd.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@link RequestTarget} and {@link Percent}, with what the decoder may take for a target: not empty, one character a byte. */
class RequestTargetFuzzTest {

    @FuzzTest
    void aTargetIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            RequestTarget target = RequestTarget.of("/" + text, "GET");
            assertThat(target.path() + (target.rawQuery().isEmpty() ? "" : "?" + target.rawQuery()))
                    .isEqualTo("/"
                            + (text.endsWith("?") && text.indexOf('?') == text.length() - 1
                                    ? text.substring(0, text.length() - 1)
                                    : text));
            assertNextPageIsSame(target);
            assertSegmentComesBack(target.path());
        } catch (WizdException e) {
            assertThat(e.fault().code().httpStatus()).isEqualTo(400);
        }
        readAbsolute(text);
    }

    /** The link to the next page has the parameters of this one. */
    private static void assertNextPageIsSame(RequestTarget target) {
        Map<String, String> query = target.query();
        Map<String, String> next =
                RequestTarget.of(target.withParameter("after", "a b&ü"), "GET").query();
        assertThat(next).containsEntry("after", "a b&ü");
        query.forEach((name, value) -> {
            if (!name.equals("after")) {
                assertThat(next).containsEntry(name, value);
            }
        });
    }

    private static void assertSegmentComesBack(String path) {
        String decoded = Percent.decoded(path);
        assertThat(Percent.decoded(Percent.encoded(decoded))).isEqualTo(decoded);
    }

    private static void readAbsolute(String text) {
        try {
            RequestTarget target = RequestTarget.of("http://" + text, "GET");
            assertThat(target.path()).startsWith("/");
        } catch (WizdException e) {
            assertThat(e.fault().code().httpStatus()).isEqualTo(400);
        }
    }
}
