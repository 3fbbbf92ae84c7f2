package io.wizd.bench.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.bench.WizdProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More logins than one address has, on a real server: the figures say nothing, but they must all be there. */
class LoginTimingTest {
    private static final int ROUNDS = 6;

    @Test
    void everyLoginIsRefusedForItsPasswordAndHasItsTime(@TempDir Path folder) {
        LoginTimes times;
        List<Integer> told = new ArrayList<>();
        try (WizdProcess wizd = new WizdProcess(folder, "256m");
                LoginTiming timing = new LoginTiming(wizd.address())) {
            times = timing.run(ROUNDS, told::add);
        }
        assertThat(times.rounds()).isEqualTo(ROUNDS);
        assertThat(told).containsExactly(1, 2, 3, 4, 5, 6);
        for (Login login : Login.values()) {
            Quartiles ms = times.quartiles(login);
            assertThat(ms.first()).isPositive();
            assertThat(ms.median()).isBetween(ms.first(), ms.third());
            assertThat(times.slower(login)).isBetween(0.0, 1.0);
        }
        assertThat(LoginReport.of(List.of("here"), times))
                .startsWith("* here\n")
                .contains("| an account, wrong password | ", "| no such account | ", "| the account once more | ");
    }
}
