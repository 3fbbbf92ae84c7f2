package io.wizd.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> NAMES = List.of(
            "start", "status", "stop", "restart", "help", "database.main.url", "database.bufferPool", "port", "me");

    @ParameterizedTest
    @CsvSource({
        "strat, start",
        "STOP, stop",
        "sttop, stop",
        "statsu, status",
        "halp, help",
        "prot, port",
        "ne, me",
        "url, database.main.url",
        "database.bufferPol, database.bufferPool"
    })
    void namesWhatIsNear(String name, String meant) {
        assertThat(Suggestion.of(name, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"bogus", "database.bogus", "x", "m", "begin", "database.main.password", "''"})
    void saysNothingOfWhatIsFar(String name) {
        assertThat(Suggestion.of(name, NAMES)).isEmpty();
    }
}
