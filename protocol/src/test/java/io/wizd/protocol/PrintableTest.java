package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void whatSteersATerminalOrALogIsEscaped() {
        assertThat(Printable.of("a\r\nb\t\u001b[2Jc\u007f\u0085\u009b1m"))
                .isEqualTo("a\\u000d\\u000ab\\u0009\\u001b[2Jc\\u007f\\u0085\\u009b1m");
        assertThat(Printable.of("\u2028\u2029\u202e\u2066\u200b\ufeff\u061c"))
                .isEqualTo("\\u2028\\u2029\\u202e\\u2066\\u200b\\ufeff\\u061c");
        assertThat(Printable.of("\ud800a\udc00\udb40\udc01")).isEqualTo("\\ud800a\\udc00\\udb40\\udc01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "äöü 😀 中文 \\ \" <>", "\\u001b"})
    void allElseStays(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void jsonStaysTheSame() {
        String every = IntStream.rangeClosed(' ', 0x3000)
                .filter(point -> point != '"' && point != '\\')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String json = Jsons.write(every).toString();
        assertThat(Jsons.read(Json.of(Printable.of(json)), String.class)).isEqualTo(every);
        assertThat(Printable.of(json)).isNotEqualTo(json);
    }
}
