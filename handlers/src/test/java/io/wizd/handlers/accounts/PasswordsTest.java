package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Passwords PASSWORDS = new Passwords(HashCost.USUAL);

    @Test
    void aHashMatchesItsPasswordAndNoOther() {
        String hash = PASSWORDS.hash("pass word ü");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Passwords.matches("pass word ü", hash)).isTrue();
        assertThat(Passwords.matches("pass word u", hash)).isFalse();
        assertThat(PASSWORDS.hash("pass word ü")).isNotEqualTo(hash);
    }

    @Test
    void nobodyHasAHashOfTheSameCostThatNothingMatches() {
        String hash = PASSWORDS.hash("any");

        assertThat(PASSWORDS.nobody()).hasSameSizeAs(hash);
        assertThat(PASSWORDS.nobody().substring(0, PASSWORDS.nobody().indexOf("p=1")))
                .isEqualTo(hash.substring(0, hash.indexOf("p=1")));
        assertThat(Passwords.matches("", PASSWORDS.nobody())).isFalse();
        assertThat(Passwords.matches("nobody", PASSWORDS.nobody())).isFalse();
    }

    /** As another implementation of RFC 9106 made it. */
    @Test
    void aHashThatIsStoredStillMatches() {
        String stored =
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$khR9BtFhLEy4veoi/5+CntqZECosgST6MyMRvgWVkK4";

        assertThat(Passwords.matches("pw19", stored)).isTrue();
        assertThat(Passwords.matches("pw18", stored)).isFalse();
    }

    @Test
    void memoryIsUsedAgainAndKeepsNothing() {
        String cheap = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAA";
        String hash = PASSWORDS.hash("first");

        assertThat(Passwords.matches("first", cheap)).isFalse();
        assertThat(Passwords.matches("second", hash)).isFalse();
        assertThat(Passwords.matches("first", hash)).isTrue();
    }

    @Test
    void whatIsNoHashOfArgon2idIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Passwords.matches("any", "$2y$10$abc"));
    }
}
