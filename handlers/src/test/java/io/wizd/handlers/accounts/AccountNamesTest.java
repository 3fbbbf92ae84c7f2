package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What accounts are called, and how they are named. The build runs it in Turkish and Azerbaijani too, where i and I are not the same
 * letter in two sizes.
 */
class AccountNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"i", "istanbul", "ilgi.izmir_i-1", "admin", "0i"})
    void lowerCaseOfAsciiIsAName(String name) {
        assertThatCode(() -> UserCreateHandler.check(name, null)).doesNotThrowAnyException();
    }

    /** Dotless i, i with a dot on its capital, i with a dot beside it, the Kelvin sign. */
    @ParameterizedTest
    @ValueSource(strings = {"I", "ADMIN", "Admin", "adm\u0131n", "\u0130stanbul", "i\u0307", "\u212a"})
    void capitalsAndWhatLooksAlikeAreNoName(String name) {
        assertThatThrownBy(() -> UserCreateHandler.check(name, null))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().field()).isEqualTo("name"));
    }

    @ParameterizedTest
    @CsvSource({
        "INFO@EXAMPLE.ORG, info@example.org",
        "Ilgi@Izmir.example, ilgi@izmir.example",
        "i@i.example, i@i.example"
    })
    void addressesOfMailAreTheSameInCapitals(String written, String kept) {
        assertThatCode(() -> UserCreateHandler.check("ann", written)).doesNotThrowAnyException();
        assertThat(UserCreateHandler.inLowerCase(written)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b\u0131lg\u0131@example.org", "\u0130nfo@example.org", "info@ex\u0131t.example"})
    void addressesOfMailHaveAsciiAlone(String address) {
        assertThatThrownBy(() -> UserCreateHandler.check("ann", address))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().field()).isEqualTo("email"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a..b@x.example",
                ".a@x.example",
                "a.@x.example",
                "a@x..example",
                "a@-x.example",
                "a@x-",
                "a@",
                "@x"
            })
    void whatNoServerOfMailTakesIsNoAddress(String address) {
        assertThatThrownBy(() -> UserCreateHandler.check("ann", address))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().field()).isEqualTo("email"));
    }

    @Test
    void rolesAreWordsInLowerCase() {
        assertThat(Role.listOf(Json.of("[\"station\",\"admin\"]"))).containsExactly(Role.admin, Role.station);
        for (String other : new String[] {"ADMIN", "Admin", "adm\u0131n", "STAT\u0130ON", "STATION"}) {
            assertThatThrownBy(() -> Role.listOf(Json.of("[\"" + other + "\"]")))
                    .as(other)
                    .isInstanceOf(WizdException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "BASIC ", "basic "})
    void theWordBeforeCredentialsIsTheSameInCapitals(String scheme) {
        String base64 = Base64.getEncoder().encodeToString("istanbul:I\u0131\u0130i".getBytes(StandardCharsets.UTF_8));

        assertThat(Credentials.of(scheme + base64)).isEqualTo(new Credentials.Basic("istanbul", "I\u0131\u0130i"));
    }
}
