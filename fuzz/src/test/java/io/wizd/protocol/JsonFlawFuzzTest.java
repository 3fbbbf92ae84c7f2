package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link JsonFlaw}: what is said of a text that is not JSON names a place that the text has. */
class JsonFlawFuzzTest {
    private static final Pattern PLACE = Pattern.compile(": line (\\d+), column (\\d+): (.+)");

    @FuzzTest
    void theFlawHasAPlaceInTheText(byte[] text) {
        String said = JsonFlaw.of(text).fault().description();
        assertThat(said).doesNotContainPattern("\\p{Cntrl}");
        Matcher place = PLACE.matcher(said);
        if (place.find()) {
            assertThat(ReferenceJson.tokens(text)).as(said).isNull();
            assertExists(text, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
        } else if (isUtf8(text)) {
            assertThat(ReferenceJson.tokens(text)).as(said).isNotNull();
        }
    }

    /** What is wrong before any place: the encoding. */
    private static boolean isUtf8(byte[] text) {
        String characters = new String(text, StandardCharsets.UTF_8);
        int zero = characters.indexOf(0);
        return !characters.contains("\uFFFD") && !characters.startsWith("\uFEFF") && (zero < 0 || zero > 3);
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
