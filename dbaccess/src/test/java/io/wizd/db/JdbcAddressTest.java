package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JdbcAddressTest {

    private static final JdbcAddress ADDRESS =
            new JdbcAddress("jdbc:mysql://127.0.0.1:3306/wizd_main?sslMode=DISABLED", "ann", "s3cret");

    @Test
    void namesItsDatabase() {
        assertThat(ADDRESS.database()).isEqualTo("wizd_main");
        assertThat(ADDRESS.withDatabase("").database()).isEmpty();
    }

    @Test
    void anotherDatabaseKeepsHostsAndOptions() {
        assertThat(ADDRESS.withDatabase("wizd_p1").url())
                .isEqualTo("jdbc:mysql://127.0.0.1:3306/wizd_p1?sslMode=DISABLED");
        assertThat(new JdbcAddress("jdbc:mysql:loadbalance://a:1,b:2/", "u", "p")
                        .withDatabase("x")
                        .url())
                .isEqualTo("jdbc:mysql:loadbalance://a:1,b:2/x");
    }

    @Test
    void optionsAreAppended() {
        assertThat(ADDRESS.withOption("a", "b").url()).endsWith("?sslMode=DISABLED&a=b");
        assertThat(new JdbcAddress("jdbc:mysql://h/d", "u", "p")
                        .withOption("a", "b")
                        .url())
                .isEqualTo("jdbc:mysql://h/d?a=b");
    }

    @Test
    void textShowsNeitherPasswordNorOptions() {
        assertThat(ADDRESS.withOption("trustCertificateKeyStorePassword", "hidden"))
                .hasToString("ann@jdbc:mysql://127.0.0.1:3306/wizd_main");
    }

    @Test
    void refusesWhatIsNoMySqlUrl() {
        assertThatThrownBy(() -> new JdbcAddress("jdbc:mysql://host", "u", "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not of the form jdbc:mysql://host:port/database: jdbc:mysql://host");
        assertThatThrownBy(() -> new JdbcAddress("jdbc:postgresql://h/d?password=x", "u", "p"))
                .hasMessageNotContaining("password");
        assertThatThrownBy(() -> new JdbcAddress("jdbc:mysql://ann:s3cret@h/d", "u", "p"))
                .hasMessageNotContaining("s3cret");
    }
}
