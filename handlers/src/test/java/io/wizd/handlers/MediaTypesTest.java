package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.spec.MediaTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "text/html; charset=utf-8",
                "text/html;charset=\"utf-8\"",
                "a/b ;\tc=d;e=\"f;\\\"g, h\"",
                "a/b;",
                "a/b; ;c=d",
                "a/b ",
                "application/vnd.x+json",
                "x-a!#$&^_.+-/y"
            })
    void taken(String type) {
        assertThat(MediaTypes.isValid(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a",
                "a/",
                "/b",
                "a/b/c",
                "a /b",
                "a/ b",
                " a/b",
                "a/b c",
                "a/b, c/d",
                "*/*",
                "a/*",
                "*/b",
                "a/b; c",
                "a/b;=d",
                "a/b;c=",
                "a/b;c=\"d",
                "a/b;c=\"d\\",
                "a/b;c=d e",
                "a/b;c=\"ä\"",
                "ä/b",
                "a/b\r\nX: y",
                "a/b;c=\"\r\n\"",
                "a/b;c=\"\0\""
            })
    void refused(String type) {
        assertThat(MediaTypes.isValid(type)).isFalse();
    }

    @Test
    void theLongest() {
        String longest = "a/" + "b".repeat(MediaTypes.MAX_CHARS - 2);
        assertThat(MediaTypes.isValid(longest)).isTrue();
        assertThat(MediaTypes.isValid(longest + "b")).isFalse();
    }
}
