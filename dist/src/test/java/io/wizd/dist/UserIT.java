package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/wizd user} and {@code create-admin} beside a running server. */
class UserIT {
    private static RunningWizd wizd;

    @TempDir
    static Path data;

    @BeforeAll
    static void start() {
        wizd = RunningWizd.onSetUp(data);
    }

    @AfterAll
    static void end() throws IOException {
        wizd.close();
    }

    private static Result wizd(String command) {
        return Distribution.shell(command.replace("wizd ", "'" + Distribution.WIZD + "' ") + " --data '" + data + "'");
    }

    private static String login(String name, String password) {
        return wizd.request("POST", "/api/login", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void anAdministratorIsMadeAndHasItsPasswordChanged() {
        Result made = wizd("echo 'glass otter lantern' | wizd create-admin ann");
        assertThat(made.status()).as("%s", made).isZero();
        assertThat(login("ann", "glass otter lantern")).contains("\"roles\":[\"admin\"]");

        Result again = wizd("echo 'glass otter lantern' | wizd create-admin ann");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("wizd: this name is taken\n");
        assertThat(wizd("echo password1 | wizd user passwd ann").err()).contains("password is too easy to guess");

        assertThat(wizd("echo 'velvet anchor pumpkin' | wizd user passwd ann").out())
                .isEqualTo("tokens ended: 1\n");
        assertThat(login("ann", "glass otter lantern")).contains("UNAUTHORIZED");
        assertThat(login("ann", "velvet anchor pumpkin")).contains("\"token\"");
    }

    @Test
    void anAccountIsMadeGivenRolesAndDeactivated() {
        Result made =
                wizd("echo 'glass otter lantern' | wizd user create bob --role operator,user --email bob@example.org");
        assertThat(made.status()).as("%s", made).isZero();
        assertThat(wizd("wizd user role bob station").status()).isZero();
        assertThat(wizd("wizd user list").out()).containsPattern("bob +station +active +\\S+Z +bob@example.org");
        assertThat(wizd("wizd user deactivate bob").status()).isZero();
        assertThat(wizd("wizd user list").out()).containsPattern("bob +station +inactive");
        assertThat(login("bob", "glass otter lantern")).contains("UNAUTHORIZED");
        assertThat(wizd("wizd user activate bob").status()).isZero();
        assertThat(login("bob", "glass otter lantern")).contains("\"roles\":[\"station\"]");

        assertThat(wizd("wizd user role nobody user").err()).isEqualTo("wizd: no such account: nobody\n");
        assertThat(wizd("wizd user create eve < /dev/null").err()).contains("no password came");
        assertThat(wizd("wizd user lst").status()).isEqualTo(64);
    }
}
