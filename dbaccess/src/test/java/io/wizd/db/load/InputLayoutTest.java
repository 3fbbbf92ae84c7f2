package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputLayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "[{\"a\":1}] # JSON",
                "  \\n [ # JSON",
                "{\"a\":1} # JSON",
                "{\"a\":1}\\n # NDJSON",
                "{\"a\":1}\\n{\"a\":2} # NDJSON",
                "{\"a\":1,}\\n{\"a\":2} # NDJSON",
                "{\"a\":1}\\r\\n\\r\\n{\"a\":2} # NDJSON",
                "{\\n \"a\":1\\n}\\n{\\n \"a\":2\\n} # JSON",
                "{ \"a\": {\\n \"b\": 1 } } # JSON",
                "a,b\\n1,2 # CSV",
                "\"{a}\",b\\n1,2 # CSV",
                "a # CSV"
            })
    void findsTheFormat(String content, Format format) throws Exception {
        assertThat(layout(content.translateEscapes()).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "a,b\\n1;2;3 # ,",
                "a;b\\n1,5;2 # ;",
                "a\\tb\\n1\\t2 # \\t",
                "\"x;y;z\",b\\n # ,",
                "\"x\\n;;;\",b\\n # ,",
                "alone\\n1,2 # ,"
            })
    void findsTheSeparatorInTheHeader(String content, String separator) throws Exception {
        assertThat(layout(content.translateEscapes()).separator())
                .isEqualTo(separator.translateEscapes().charAt(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "sep=;\\na,b # ;",
                "SEP=;\\r\\na,b # ;",
                "\\ufeffsep=|\\ra,b # |",
                "sep=;;;;;\\na,b;c # ;",
                "\"sep=;\"\\na,b # ;",
                "\"sep=,\",,\\na;b;c,d # ,",
                "sep=\\t\\t\\na,b # \\t"
            })
    void takesTheSeparatorThatAFirstLineSays(String content, String separator) throws Exception {
        String text = content.replace("\\ufeff", "\ufeff").translateEscapes();

        InputLayout layout = layout(text);

        assertThat(layout.separator()).isEqualTo(separator.translateEscapes().charAt(0));
        assertThat(layout.format()).isEqualTo(Format.CSV);
        assertThat(layout.firstLine()).isEqualTo(2);
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), layout.skipBytes(), 1, StandardCharsets.UTF_8))
                .isEqualTo("a");
        assertRefused("sep=;\n".getBytes(StandardCharsets.UTF_8), "is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {"sep=\\na;b", "sep=;,,\\na;b", "sep,sep\\na;b", "a\\nsep=;"})
    void aFirstLineThatSaysNoSeparatorIsTheHeader(String content) throws Exception {
        assertThat(layout(content.translateEscapes()).firstLine()).isEqualTo(1);
    }

    @Test
    void passesOverAByteOrderMark() throws Exception {
        InputLayout layout = layout("\ufeff{\"a\":1}\n");

        assertThat(layout.format()).isEqualTo(Format.NDJSON);
        assertThat(layout.skipBytes()).isEqualTo(3);
    }

    @Test
    void doesWhatTheUserSays() throws Exception {
        try (InputFile input = input("{a},{b}\n".getBytes(StandardCharsets.UTF_8))) {
            assertThat(InputLayout.of(input, Optional.of(Format.CSV)).format()).isEqualTo(Format.CSV);
        }
    }

    @Test
    void saysWhatToDoWithOtherFiles() {
        assertRefused("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16), "is UTF-16");
        assertRefused(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "is compressed: zcat FILE | bin/load - TABLE");
        assertRefused("PK\u0003\u0004".getBytes(StandardCharsets.UTF_8), "is a zip file or a spreadsheet");
        assertRefused(new byte[0], "is empty");
        assertRefused(" \n\n".getBytes(StandardCharsets.UTF_8), "is empty");
    }

    private static void assertRefused(byte[] content, String reason) {
        assertThatThrownBy(() -> layout(content))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(reason);
    }

    private static InputLayout layout(String content) throws Exception {
        return layout(content.getBytes(StandardCharsets.UTF_8));
    }

    private static InputLayout layout(byte[] content) throws Exception {
        try (InputFile input = input(content)) {
            return InputLayout.of(input, Optional.empty());
        }
    }

    private static InputFile input(byte[] content) throws LoadException {
        return InputFile.open("-", new ByteArrayInputStream(content));
    }
}
