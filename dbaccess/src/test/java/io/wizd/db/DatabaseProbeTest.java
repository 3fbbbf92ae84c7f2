package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which database servers will do. */
class DatabaseProbeTest {
    @ParameterizedTest
    @CsvSource({
        "5.7.44-log,              MySQL,   false",
        "8.0.36-0ubuntu0.22.04.1, MySQL,   true",
        "9.1.0,                   MySQL,   true",
        "10.6.18-MariaDB,         MariaDB, false",
        "10.11.6-MariaDB-0+deb12u1, MariaDB, true",
        "11.4.5-MariaDB-log,      MariaDB, true",
        "unknown,                 MySQL,   false"
    })
    void theVersionSaysWhetherItWillDo(String version, String product, boolean isSupported) {
        assertThat(DatabaseProbe.product(version)).isEqualTo(product);
        assertThat(DatabaseProbe.isSupported(version)).isEqualTo(isSupported);
    }
}
