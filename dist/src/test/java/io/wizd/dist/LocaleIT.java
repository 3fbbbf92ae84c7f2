package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs are the same in every locale, and without one. Shells make the letters: what a test's JVM makes of them is its locale's. */
class LocaleIT {
    private static final String UMLAUT = "$(printf '\\303\\244')";
    private static final String NO_LOCALE = "unset LANG LANGUAGE LC_ALL LC_CTYPE; ";

    private static RunningWizd wizd;

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        wizd = RunningWizd.onSetUp(data);
    }

    @AfterAll
    static void end() throws IOException {
        wizd.close();
    }

    @Test
    void aKeyOfAnyLettersIsThatKey() {
        for (String locale : List.of("", "export LC_ALL=C; ", "export LC_ALL=ar_EG.UTF-8; ")) {
            String value = "\"" + locale.length() + "\"";
            Result set = wiz(
                    NO_LOCALE + locale,
                    "send kv-set \"{\\\"key\\\":\\\"k" + UMLAUT + "\\\",\\\"value\\\":" + value.replace("\"", "\\\"")
                            + "}\"");
            assertThat(set.status()).as("%s", set).isZero();
            assertThat(set.out()).contains("\"key\":\"kä\"");
            assertThat(wizd.request("GET", "/kv/k%C3%A4", null)).isEqualTo(value);
        }
        Result deleted = wiz(NO_LOCALE, "send kv-delete \"{\\\"key\\\":\\\"k" + UMLAUT + "\\\"}\"");
        assertThat(deleted.status()).as("%s", deleted).isZero();
        assertThat(wizd.request("GET", "/kv/k%C3%A4", null)).contains("KEY_NOT_FOUND");
    }

    @Test
    void filesAndNumbersAreTheSame() {
        Result made = Distribution.shell(
                NO_LOCALE + "cp " + Distribution.HOME + "/test-data/members.csv " + folder + "/m" + UMLAUT + ".csv");
        assertThat(made.status()).isZero();
        Result result = wiz(
                NO_LOCALE + "export WIZD_DATA=" + data + " JAVA_TOOL_OPTIONS='-Duser.language=ar -Duser.country=EG'; ",
                "members import " + folder + "/m" + UMLAUT + ".csv --dry-run");
        assertThat(result.out()).as("%s", result).containsPattern("^job [0-9]+ done: mä.csv, 1,000 rows in [0-9]");
        Result load = Distribution.shell(NO_LOCALE + "export WIZD_DATA=" + data + "; " + Distribution.HOME
                + "/bin/load " + folder + "/m" + UMLAUT + ".csv t" + UMLAUT);
        assertThat(load.status()).isNotZero();
        assertThat(load.err()).as("the table that is meant").contains("tä");
    }

    /** In Turkish and Azerbaijani the capital of i has a dot, which names in SQL and of algorithms do not survive. */
    @Test
    void aFirstStartAndThePasswordAfterItAreTheSame(@TempDir Path fresh) throws IOException {
        for (String locale : List.of("-Duser.language=tr -Duser.country=TR", "-Duser.language=az -Duser.country=AZ")) {
            try (RunningWizd started = RunningWizd.on(fresh, Map.of("WIZD_JAVA_OPTS", locale))) {
                String jobs = started.url() + "/api/jobs/";
                String password = new DataFiles(fresh).adminPassword();
                assertThat(Distribution.shell("curl -sS -u 'admin:" + password + "' " + jobs)
                                .out())
                        .as("%s", locale)
                        .contains("\"jobs\":[");
                assertThat(Distribution.shell("curl -sS -u 'admin:not" + password + "' " + jobs)
                                .out())
                        .contains("UNAUTHORIZED");
                started.terminate();
                started.waitForEnd();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "export LC_ALL=POSIX; "})
    void aDataDirectoryOfAnyLettersIsThatDirectory(String locale) {
        Result result = Distribution.shell(
                NO_LOCALE + locale + "WIZD_DATA=/tmp/d" + UMLAUT + " " + Distribution.WIZD + " config");
        assertThat(result.out()).containsPattern("wizd.data = \"?/tmp/dä\"? ");
    }

    @Test
    void withoutAnyUtf8WhatIsNotAsciiIsRefused() throws IOException {
        Path locale = Files.writeString(folder.resolve("locale"), "#!/bin/sh\necho ANSI_X3.4-1968\n");
        assertThat(locale.toFile().setExecutable(true)).isTrue();
        Map<String, String> path = Map.of("PATH", folder + ":" + System.getenv("PATH"));
        Result ascii = Distribution.run(List.of(Distribution.WIZD, "--version"), path);
        assertThat(ascii.status()).as("%s", ascii).isZero();
        Result refused = Distribution.run(
                List.of(
                        "sh",
                        "-c",
                        Distribution.HOME + "/bin/wiz send kv-delete \"{\\\"key\\\":\\\"" + UMLAUT + "\\\"}\""),
                path);
        assertThat(refused.status()).isEqualTo(69);
        assertThat(refused.err())
                .startsWith("wiz: this system has no UTF-8 locale (locale -a)")
                .hasLineCount(1);
    }

    private static Result wiz(String before, String arguments) {
        return Distribution.shell(
                before + Distribution.HOME + "/bin/wiz --server 127.0.0.1:" + wizd.port() + " " + arguments);
    }
}
