package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @TempDir
    private Path folder = Path.of("");

    private String nameOf(String disposition, String said) throws IOException {
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\ncontent-disposition: form-data; "
                        + disposition + "\r\nContent-Type: text/csv\r\n\r\nfirst_name\r\n--b--\r\n";
        Path file = Files.writeString(folder.resolve("form"), form);
        MemberFile sent = new MemberFile(file, "Multipart/form-data; boundary=b", "", said);
        return FileName.of(sent, FileLimits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name=\"file\"; filename=\"members.csv\"|members.csv",
                "filename=members.csv; name=file|members.csv",
                "name=\"file\"; filename=\"../../etc/passwd\"|passwd",
                "name=\"file\"; filename=\"C:\\dir\\Jür gen.csv\"|Jür gen.csv",
                "name=\"file\"; filename=\"x.csv\"; filename*=UTF-8''a%2Bb%20%C3%BC+.csv|a+b ü+.csv",
                "name=\"file\"; filename=\"a\u001b[2J\u0000.csv\"|a[2J.csv",
                "name=\"file\"|``",
                "name=\"file\"; filename=\"\"|``"
            })
    void aFormNamesItsFile(String disposition, String name) throws Exception {
        assertThat(nameOf(disposition, "")).isEqualTo(name);
    }

    @Test
    void whatTheSenderSaysComesFirst() throws Exception {
        assertThat(nameOf("filename=a.csv", "/tmp/b\n.csv")).isEqualTo("b.csv");
        assertThat(nameOf("filename=a.csv", "é".repeat(300))).hasSize(255);
    }

    @Test
    void otherFilesHaveNone() throws Exception {
        Path file = Files.writeString(folder.resolve("sent"), "content-disposition: x; filename=a\n");
        assertThat(FileName.of(new MemberFile(file, "text/csv", "", ""), FileLimits.DEFAULT))
                .isEmpty();
    }
}
