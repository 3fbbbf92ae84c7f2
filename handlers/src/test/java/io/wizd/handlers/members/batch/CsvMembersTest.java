package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.db.input.BadFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a file has, in whatever charset it comes and whichever spreadsheet wrote it. */
class CsvMembersTest {
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";
    private static final String FORM = "multipart/form-data; boundary=x-y";

    @TempDir
    Path folder;

    /** Each as its line and its values. */
    private List<String> rows(byte[] content, String contentType) throws IOException, BadFileException {
        Path path = Files.write(folder.resolve("sent"), content);
        MemberFile file = new MemberFile(path, contentType, "", "");
        List<String> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(path)) {
            CsvMembers rows = new CsvMembers(Content.open(in, file, FileLimits.DEFAULT));
            for (FileRow row = rows.next(); row != null; row = rows.next()) {
                found.add(row.line() + " " + String.join("|", row.cells()));
            }
        }
        return found;
    }

    private List<String> rows(String content) throws IOException, BadFileException {
        return rows(content.getBytes(StandardCharsets.UTF_8), "text/csv");
    }

    private static byte[] part(byte[] file, String type) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--x-y\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.csv\"\r\nContent-Type: "
                        + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(file);
        form.writeBytes("\r\n--x-y--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    /** What is ISO 8859-1 may happen to be UTF-8 too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iso-8859-1 | Ma\u00c2\u00a9x",
                "\"windows-1252\" | \u20acve",
                "UTF-16 | Z\u00f6e",
                "utf-16le | Z\u00f6e",
                "UTF-32 | Z\u00f6e",
                "ISO-2022-JP | \u6771\u4eac",
                "Shift_JIS | \u6771\u4eac",
                "GB18030 | \ud83d\ude00",
                "IBM037 | Zoe"
            })
    void theContentTypeOfTheRequestOrOfThePartNamesTheCharset(String charset, String name) throws Exception {
        String text = HEADER + name + ",Abel,1,1,7\nAnn," + name + ",1,2,7\n";
        byte[] bytes = text.getBytes(Charset.forName(charset.replace("\"", "")));
        List<String> expected = List.of("2 " + name + "|Abel|1|1|7", "3 Ann|" + name + "|1|2|7");

        assertThat(rows(bytes, "text/csv; charset=" + charset)).isEqualTo(expected);
        assertThat(rows(part(bytes, "text/csv;charset=" + charset), FORM)).isEqualTo(expected);
        assertThat(rows(part(bytes, "text/csv; Charset=" + charset), FORM + "; charset=utf-8"))
                .as("that of the part is nearer")
                .isEqualTo(expected);
        assertThat(rows(part(bytes, "text/csv"), FORM + "; charset=" + charset)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-7", "x-user-defined", "no charset!"})
    void aCharsetThatJavaDoesNotKnowIsTold(String charset) {
        byte[] text = HEADER.getBytes(StandardCharsets.UTF_8);
        String type = "text/csv; charset=\"" + charset + '"';

        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> rows(text, type))
                .withMessage("the charset " + charset + " is not known here: send the file in UTF-8");
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> rows(part(text, type), FORM))
                .withMessageContaining("is not known here");
    }

    /** It was written with the text, and no header begins so in any other charset. */
    @ParameterizedTest
    @CsvSource({"UTF-8,iso-8859-1", "UTF-16LE,utf-8", "UTF-16BE,utf-16le", "UTF-32LE,utf-16le", "UTF-32BE,utf-8"})
    void aByteOrderMarkCountsMoreThanTheContentType(String charset, String said) throws Exception {
        byte[] text = ("\uFEFF" + HEADER + "Z\u00f6e,Abel,1,1,7\n").getBytes(Charset.forName(charset));

        assertThat(rows(text, "text/csv; charset=" + said)).containsExactly("2 Z\u00f6e|Abel|1|1|7");
    }

    @ParameterizedTest
    @CsvSource({"Shift_JIS,81", "windows-1252,81", "UTF-8,ff", "UTF-8,f09f98", "GB18030,ff", "UTF-32BE,00110000"})
    void whatIsNoTextInItsCharsetSpoilsItsRowAlone(String charset, String bytes) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes((HEADER + "Ann,Abel,1,1,7\nB").getBytes(Charset.forName(charset)));
        text.writeBytes(HexFormat.of().parseHex(bytes));
        text.writeBytes(",Abel,1,2,7\nEve,Abel,1,3,7\n".getBytes(Charset.forName(charset)));

        assertThat(rows(text.toByteArray(), "text/csv; charset=" + charset))
                .containsExactly("2 Ann|Abel|1|1|7", "3 B\ufffd|Abel|1|2|7", "4 Eve|Abel|1|3|7");
    }

    /** As spreadsheets leave them behind the last row, and DOS its Ctrl-Z. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ",,,,\n",
                ",,,,\n,,,,\r\n",
                "\"\",\"\",\"\",\"\",\"\"\n",
                " , ,\t,\u00a0,\n",
                ",\n",
                "   \n",
                "\t\n",
                ",,,,,,,\n",
                "\" \n \",,,,\n",
                ",,,,",
                "\u001a",
                "\u001a\n"
            })
    void rowsWithNothingInThemAreNone(String blank) throws Exception {
        String before = blank.endsWith("\n") ? blank : blank + '\n';
        long lines = before.replace("\r", "").chars().filter(c -> c == '\n').count();

        assertThat(rows(before + HEADER + before + "Ann,Abel,1,1,7\n" + blank))
                .containsExactly(2 * lines + 2 + " Ann|Abel|1|1|7");
    }

    @ParameterizedTest
    @ValueSource(strings = {",,,,x", "0,,,,", "\u0301,,,,", "\"\"x,,,,", "\ufffd,,,,"})
    void aRowWithSomethingInItIsOne(String row) throws Exception {
        assertThat(rows(HEADER + ",,,,\n" + row)).singleElement().asString().startsWith("3 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "sep=; ~ ;",
                "SEP=; ~ ;",
                "Sep=| ~ |",
                "sep=;;;;; ~ ;",
                "\"sep=;\" ~ ;",
                "\"sep=,\",, ~ ,",
                "\"SEP=,\",,,, ~ ,",
                "`sep=\t\t\t` ~ `\t`"
            })
    void theSeparatorIsSaidAsSpreadsheetsSayIt(String line, String separator) throws Exception {
        String table = (HEADER + "Ann,Abel,1,1,7\n").replace(",", separator);
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertThat(rows(line + end + table.replace("\n", end))).containsExactly("3 Ann|Abel|1|1|7");
        }
    }
}
