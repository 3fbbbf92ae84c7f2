package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link JsonText} and {@link JsonSyntax}, which every text meets in this order: they take what a strict reader takes, and name a place that the text has where they do not. */
class JsonSyntaxFuzzTest {
    private static final Pattern PLACE = Pattern.compile(": line (\\d+), column (\\d+): (.+)");

    @FuzzTest
    void theFlawHasAPlaceInTheText(byte[] text) {
        try {
            JsonText.check(text, 0, text.length);
            JsonSyntax.check(text);
            assertThat(ReferenceJson.tokens(text))
                    .as("what a strict reader makes of it")
                    .isNotNull();
        } catch (WizdException e) {
            String said = e.fault().description();
            assertThat(said).doesNotContainPattern("\\p{Cntrl}");
            Matcher place = PLACE.matcher(said);
            if (place.find()) {
                assertExists(text, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
            }
            if (e.fault().code() == ErrorCode.NOT_JSON && !said.contains("surrogate")) {
                assertThat(ReferenceJson.tokens(text)).as(said).isNull();
            }
        }
    }

    private static void assertExists(byte[] text, int line, int column) {
        List<String> lines = List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1));
        assertThat(line).isBetween(1, lines.size());
        assertThat(column)
                .isBetween(
                        1,
                        lines.get(line - 1)
                                        .codePointCount(0, lines.get(line - 1).length())
                                + 1);
    }
}
