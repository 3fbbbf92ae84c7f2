package io.wizd.bench.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoginTimesTest {
    private static LoginTimes times(double[] known, double[] unknown) {
        LoginTimes times = new LoginTimes(known.length);
        for (int round = 0; round < known.length; round++) {
            times.set(round, Login.KNOWN, known[round]);
            times.set(round, Login.KNOWN_AGAIN, known[round]);
            times.set(round, Login.UNKNOWN, unknown[round]);
            times.set(round, Login.UNKNOWN_AGAIN, unknown[round]);
        }
        return times;
    }

    @Test
    void quartilesAreFoundWhateverTheOrder() {
        assertThat(Quartiles.of(50, 10, 40, 20, 30)).isEqualTo(new Quartiles(20, 30, 40));
        assertThat(Quartiles.of(4, 2)).isEqualTo(new Quartiles(2.5, 3, 3.5));
        assertThat(Quartiles.of(7)).isEqualTo(new Quartiles(7, 7, 7));
        assertThatIllegalArgumentException().isThrownBy(Quartiles::of);
    }

    @Test
    void theShareIsOfThePairsAndWhatIsEqualIsHalf() {
        LoginTimes times = times(new double[] {1, 5, 3, 9}, new double[] {2, 6, 3, 8});

        assertThat(times.slower(Login.UNKNOWN)).isEqualTo(2.5 / 4);
        assertThat(times.slower(Login.KNOWN_AGAIN)).isEqualTo(0.5);
    }

    @Test
    void theTableHasRatiosToTheAccount() {
        LoginTimes times = times(new double[] {10, 10}, new double[] {20, 20});

        assertThat(LoginReport.of(List.of(), times)).isEqualTo("""

                | login | first quartile ms | median ms | third quartile ms | median, ratio | slower in pairs |
                |---|--:|--:|--:|--:|--:|
                | an account, wrong password | 10.00 | 10.00 | 10.00 | | |
                | no such account | 20.00 | 20.00 | 20.00 | 2.000 | 1.000 |
                | the account once more | 10.00 | 10.00 | 10.00 | 1.000 | 0.500 |
                | no such account, once more | 20.00 | 20.00 | 20.00 | 2.000 | 1.000 |
                """);
    }
}
