package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.db.input.BadFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A form holds one file, and nothing beside it. */
class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=x-y";
    private static final String END = "--x-y--\r\n";

    @TempDir
    Path folder;

    private static String file(String name, String content) {
        return "--x-y\r\nContent-Type: text/csv\r\ncontent-disposition:form-data; name=\"" + name
                + "\"; filename=\"../a.csv\"\r\n\r\n" + content + "\r\n";
    }

    /** As a browser sends an input in which no file was chosen. */
    private static String notChosen(String name) {
        return "--x-y\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n";
    }

    private static String field(String name) {
        return "--x-y\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\nskip\r\n";
    }

    private String read(String body) throws IOException, BadFileException {
        Path path = Files.writeString(folder.resolve("sent"), body, StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(path);
                BufferedReader text = Content.open(in, new MemberFile(path, TYPE, "", ""), FileLimits.DEFAULT)) {
            return text.readAllAsString();
        }
    }

    @Test
    void theFileIsWhatIsReadWhateverItsFieldIsCalled() throws Exception {
        assertThat(read("a preamble\r\n" + file("any", "a\r\n--x\r\nb") + END + "and behind it"))
                .isEqualTo("a\r\n--x\r\nb");
    }

    @Test
    void twoFilesAreRefused() {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(file("first", "a\n") + file("second", "b\n") + END))
                .withMessage("the form has two files, \"first\" and \"second\": send one at a time");
    }

    @Test
    void anInputInWhichNoFileWasChosenIsNone() throws Exception {
        assertThat(read(file("file", "a\n") + notChosen("file2") + END)).isEqualTo("a\n");
        assertThat(read(notChosen("one") + notChosen("two") + file("file", "a\n") + END))
                .isEqualTo("a\n");
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(notChosen("file") + END))
                .withMessage("the form has no file: none was chosen");
        assertThat(read(notChosen("file").replace("\r\n\r\n\r\n", "\r\n\r\na\n\r\n") + END))
                .as("a file without a name")
                .isEqualTo("a\n");
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(file("file", "a\n") + file("file2", "") + END))
                .as("a file that is empty is one")
                .withMessageContaining("two files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quoted-printable", "base64", "Quoted-Printable", "x-uuencode"})
    void aPartThatIsEncodedIsRefused(String encoding) {
        String encoded = file("file", "Zo=C3=AB")
                .replace("Content-Type", "content-transfer-encoding: " + encoding + "\r\nContent-Type");

        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(encoded + END))
                .withMessage("the part \"file\" of the form has the Content-Transfer-Encoding " + encoding
                        + ", which is not decoded: send the file as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7bit", "8BIT", "binary", ""})
    void aPartThatIsPlainIsRead(String encoding) throws Exception {
        String plain = file("file", "Zo=C3=AB")
                .replace("Content-Type", "Content-Transfer-Encoding: " + encoding + "\r\nContent-Type");

        assertThat(read(plain + END)).isEqualTo("Zo=C3=AB");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFieldBesideTheFileIsRefused(boolean before) {
        String field = field("on_duplicate");
        String body = before ? field + file("a", "x") : file("a", "x") + field;

        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(body + END))
                .withMessageContaining("the form has the field \"on_duplicate\"")
                .withMessageContaining("options go into the URL");
    }

    @Test
    void aFormWithoutAFileIsRefused() {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(field("members") + END))
                .withMessageContaining("the form has no file, but the field \"members\"");
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read("first_name,last_name\n"))
                .withMessageContaining("has no file");
    }

    @Test
    void whatIsCutOffIsTold() {
        String whole = file("a", "a line\r\n".repeat(20)) + "--x-y--";
        for (int length = whole.indexOf("a line"); length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatExceptionOfType(BadFileException.class)
                    .as("%s characters", length)
                    .isThrownBy(() -> read(cut))
                    .withMessageContaining("the upload was cut off");
        }
    }
}
