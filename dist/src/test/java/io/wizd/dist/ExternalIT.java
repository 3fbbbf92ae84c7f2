package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.TestMySql;
import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** wizd on a MySQL 8 server of somebody else, from {@code bin/installdb} on. */
class ExternalIT {
    @TempDir
    Path folder;

    @Test
    void whatInstalldbPrintsIsTheConfiguration() throws IOException {
        JdbcAddress admin = TestMySql.server().admin().withDatabase("");
        Result install = Distribution.run(
                List.of(
                        Distribution.HOME.resolve("bin/installdb").toString(),
                        "--url",
                        admin.url(),
                        "--user",
                        admin.user()),
                Map.of("WIZD_DB_PASSWORD", admin.password()));
        assertThat(install.status()).as("%s", install).isZero();
        Path config = folder.resolve("wizd.conf");
        Files.writeString(
                config,
                install.out() + "wizd.profile = production\nwizd.access.kv { read = anyone, write = anyone }\n");

        Path data = folder.resolve("data");
        try (RunningWizd wizd = RunningWizd.on(data, "--config", config.toString())) {
            wizd.request("PUT", "/kv/a", "[1]");
            assertThat(wizd.request("GET", "/kv/a", null)).isEqualTo("[1]");
            assertThat(Distribution.shell(wizd.commands().getLast()).out()).contains("\"inserted\":1");
            assertThat(data.resolve("mariadb")).doesNotExist();
            assertThat(Distribution.wizd("run", "--data", data.toString(), "--port", "0")
                            .status())
                    .as("a second server on the same data directory")
                    .isEqualTo(75);

            // Another instance on the same databases must not keep a password that is not that of the account.
            Path second = folder.resolve("second");
            try (RunningWizd other = RunningWizd.on(second, "--config", config.toString())) {
                assertThat(other.request("GET", "/kv/a", null)).isEqualTo("[1]");
                assertThat(second.resolve("admin-password")).doesNotExist();
                assertThat(other.commands())
                        .noneMatch(command -> command.contains("admin-password"))
                        .allSatisfy(command ->
                                assertThat(Distribution.shell(command).status()).isZero());
                assertThat(other.errors()).contains("passwords_exposed", "every user of this machine can read ");
            }
        }
    }
}
