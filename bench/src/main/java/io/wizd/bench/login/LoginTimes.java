package io.wizd.bench.login;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The times of some rounds, each with one of every login. One thread. */
final class LoginTimes {
    private final int rounds;
    private final Map<Login, double[]> ms = new EnumMap<>(Login.class);

    LoginTimes(int rounds) {
        this.rounds = rounds;
        for (Login login : Login.values()) {
            ms.put(login, new double[rounds]);
        }
    }

    void set(int round, Login login, double tookMs) {
        of(login)[round] = tookMs;
    }

    private double[] of(Login login) {
        return Objects.requireNonNull(ms.get(login));
    }

    int rounds() {
        return rounds;
    }

    /** In milliseconds. */
    Quartiles quartiles(Login login) {
        return Quartiles.of(of(login));
    }

    /** The share of the rounds in which this login took longer than {@link Login#KNOWN}: 0.5 if they cannot be told apart. */
    double slower(Login login) {
        double longer = 0;
        for (int round = 0; round < rounds; round++) {
            int order = Double.compare(of(login)[round], of(Login.KNOWN)[round]);
            longer += order > 0 ? 1 : order == 0 ? 0.5 : 0;
        }
        return longer / rounds;
    }
}
