package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    @Test
    void aHashMatchesItsPasswordAndNoOther() {
        String hash = Passwords.hash("pass word ü");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Passwords.matches("pass word ü", hash)).isTrue();
        assertThat(Passwords.matches("pass word u", hash)).isFalse();
        assertThat(Passwords.hash("pass word ü")).isNotEqualTo(hash);
    }

    @Test
    void nobodyHasAHashOfTheSameCostThatNothingMatches() {
        String hash = Passwords.hash("any");

        assertThat(Passwords.NOBODY).hasSameSizeAs(hash);
        assertThat(Passwords.NOBODY.substring(0, Passwords.NOBODY.indexOf("p=1")))
                .isEqualTo(hash.substring(0, hash.indexOf("p=1")));
        assertThat(Passwords.matches("", Passwords.NOBODY)).isFalse();
        assertThat(Passwords.matches("nobody", Passwords.NOBODY)).isFalse();
    }
}
