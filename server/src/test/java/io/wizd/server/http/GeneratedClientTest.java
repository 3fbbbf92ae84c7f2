package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The description of the API as its readers take it: the linters of redocly and spectral, and the TypeScript client that
 * src/test/api-client generates. Their packages are installed below target/, again only where the lock file has changed.
 */
@Timeout(300)
class GeneratedClientTest {
    private static final Path SOURCES = Path.of("src/test/api-client");
    private static final Path FOLDER = Path.of("target/api-client");
    private static final String LOCK = "package-lock.json";

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(
                FOLDER.resolve("openapi.json"),
                responseTo(request("GET /openapi.json HTTP/1.1")).body());
        Path installed = FOLDER.resolve("installed-" + LOCK);
        if (!Files.exists(installed) || Files.mismatch(installed, FOLDER.resolve(LOCK)) >= 0) {
            assertThat(run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                    .contains("added");
            Files.copy(FOLDER.resolve(LOCK), installed, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void theLintersHaveNothingAgainstTheDescription() throws Exception {
        assertThat(run("npm", "run", "--silent", "lint")).isEmpty();
    }

    @Test
    void theLintersDoRead() throws Exception {
        Files.writeString(FOLDER.resolve("bad.json"), "{\"openapi\":\"3.1.0\",\"paths\":{\"/a/\":{\"get\":{}}}}");
        assertThat(exec("node", "lint.mjs", "bad.json").output())
                .contains("redocly operation-summary", "spectral operation-operationId");
    }

    @Test
    void aTypeScriptClientCompilesStrictlyAndListsMembers() throws Exception {
        run("npm", "run", "--silent", "generate");
        assertThat(run("npm", "run", "--silent", "compile")).isEmpty();

        assertThat(run(
                        "node",
                        "members.js",
                        TestWizd.shared().uri("").toString(),
                        "admin:" + TestWizd.ADMIN_PASSWORD,
                        "7061815"))
                .isEqualTo("added Ada Lovelace\nBAD_FIELD of aid\n");
    }

    /** What a program has printed, and its status. */
    private record Ended(int status, String output) {}

    private static String run(String... command) throws Exception {
        Ended ended = exec(command);
        assertThat(ended.status())
                .as("%s: %s", List.of(command), ended.output())
                .isZero();
        return ended.output();
    }

    private static Ended exec(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "there is no " + command[0] + ", which this test needs; bin/check installs it", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
