package io.wizd.server.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.spec.ReplyRules;
import io.wizd.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A form of a value grows with the value, whatever its shape, and so does the work to make it. */
class FormSizeTest {
    private static final ReplyRules.Listing KEYS = new ReplyRules.Listing("keys", "key", "/kv/{key}");

    /** An empty array in an array is the least JSON for the most markup. */
    private static final int MAX_FACTOR = 16;

    private static final int PAGE_BYTES = 4_096;

    /** The largest table of which one cell in eight is filled. */
    private static final String SPARSE =
            IntStream.range(0, 8).mapToObj(i -> "{\"" + i + "\":1}").collect(Collectors.joining(",", "[", "]"));

    private static Arguments shape(String name, String begin, IntFunction<String> item, String end, int count) {
        String items = IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
        return Arguments.of(name, begin + items + end);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("names that no two rows share", "[", i -> "{\"" + i + "\":1}", "]", 55_000),
                shape("one wide row among narrow ones", "[{}," + row(50_000) + ",", i -> "{}", "]", 100_000),
                shape("few columns that no row has", "[{\"a\":1,\"b\":1,\"c\":1,\"d\":1},", i -> "{}", "]", 300_000),
                shape("many small tables", "[", i -> SPARSE, "]", 15_000),
                shape("two wide rows", "[", i -> row(40_000), "]", 2),
                shape("a wide object", "{", i -> "\"k" + i + "\":1", "}", 80_000),
                shape(
                        "long names that are alike",
                        "{",
                        i -> "\"a.very.long.prefix.of.a.name." + i + "\":1",
                        "}",
                        25_000),
                shape("one name again and again", "[{", i -> "\"\":1", "}]", 180_000),
                shape("empty names", "{", i -> "\"\":1", "}", 180_000),
                shape("empty arrays", "[", i -> "[]", "]", 300_000),
                shape("empty objects", "[", i -> "{}", "]", 300_000),
                shape("empty objects that are no rows", "[0,", i -> "{}", "]", 300_000),
                shape("nulls", "[", i -> "null", "]", 200_000),
                shape("empty strings", "[", i -> "\"\"", "]", 300_000),
                shape("a listing", "{\"keys\":[", i -> "{\"key\":\"" + i + "\"}", "]}", 60_000),
                shape("a listing of nothing", "{\"keys\":[", i -> "{\"x" + i + "\":1}", "]}", 60_000),
                Arguments.of("characters that are escaped", "\"" + "<&'>\\\"".repeat(170_000) + "\""),
                Arguments.of("carriage returns", "\"" + "\\r".repeat(500_000) + "\""),
                Arguments.of("controls", "\"" + "\\u0001".repeat(170_000) + "\""),
                Arguments.of("backslashes", "\"" + "\\\\".repeat(500_000) + "\""),
                Arguments.of("digits", "9".repeat(1_000_000)),
                Arguments.of("depth", "[".repeat(60) + "{\"a\":1}" + "]".repeat(60)));
    }

    private static String row(int fields) {
        return IntStream.range(0, fields).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    @Timeout(60)
    void aFormIsNotMuchLargerThanItsValue(String name, String json) {
        JsonTree tree = JsonTree.of(Json.of(json));
        long most = PAGE_BYTES + (long) MAX_FACTOR * json.length();
        assertThat(bytes(HtmlForm.of(tree, name, KEYS, ""))).isLessThan(most);
        assertThat(bytes(XmlForm.of(tree))).isLessThan(most);
        assertThat(bytes(TextForm.of(tree, KEYS))).isLessThan(most);
        assertThat(bytes(HtmlForm.ofItem(tree, KEYS))).isLessThan(most);
        assertThat(bytes(XmlForm.ofItem(tree))).isLessThan(most);
        assertThat(bytes(TextForm.ofItem(tree, KEYS))).isLessThan(most);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void rowsWithLittleInCommonAreAList() {
        String sparse = IntStream.range(0, 40)
                .mapToObj(i -> "{\"c" + i + "\":" + i + "}")
                .collect(Collectors.joining(","));
        String page = HtmlForm.ofItem(JsonTree.of(Json.of("[" + sparse + "]")), null);
        assertThat(page)
                .startsWith("<ul>\n<li><table>\n<tr><th scope=\"row\">c0</th><td>0</td></tr>\n</table></li>")
                .doesNotContain("<td></td>");
        String small = HtmlForm.ofItem(JsonTree.of(Json.of("[{\"a\":1},{\"b\":2}]")), null);
        assertThat(small).contains("<tr><th>a</th><th>b</th></tr>", "<tr><td>1</td><td></td></tr>");
        String dense =
                IntStream.range(0, 2_000).mapToObj(i -> "{\"a\":1,\"b\":2}").collect(Collectors.joining(","));
        assertThat(HtmlForm.ofItem(JsonTree.of(Json.of("[" + dense + "]")), null))
                .contains("<tr><th>a</th><th>b</th></tr>");
    }

    @Test
    void ofEqualNamesTheFirstCounts() {
        assertThat(HtmlForm.ofItem(JsonTree.of(Json.of("[{\"a\":1,\"a\":2}]")), null))
                .contains("<td>1</td>");
    }

    /** Which a client takes for a step in the path. */
    @Test
    void noLinkLeadsToADotSegment() {
        String list = "{\"keys\":[{\"key\":\".\"},{\"key\":\"..\"},{\"key\":\"...\"}]}";
        assertThat(HtmlForm.of(JsonTree.of(Json.of(list)), "keys", KEYS, ""))
                .contains("<td>.</td>", "<td>..</td>", "<td><a href=\"/kv/...\">...</a></td>");
    }
}
