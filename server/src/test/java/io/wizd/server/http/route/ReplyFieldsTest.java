package io.wizd.server.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a reply are found without a parser, however they are written. */
class ReplyFieldsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"a":1}                               | 1
            {"a":1,"b":2}                         | 1
            {"b":2,"a":1}                         | 1
            { "b" : [ 1 , 2 ] , "a" : 1.5e3 }     | 1.5e3
            {"b":{"a":2},"a":"x"}                 | "x"
            {"b":"\\"a\\":2,","a":true}           | true
            {"b":"\\\\","a":[{"a":"]}"},"]"]}     | [{"a":"]}"},"]"]
            {"aa":1,"A":2,"":3,"a":null}          | null
            {"ä":"é","a":{"a":{}}}                | {"a":{}}
            {"a":1,"a":2}                         | 1
            """)
    void found(String object, String value) {
        Json found = ReplyFields.of(Json.of(object), List.of("x", "a")).get("a");
        assertThat(found).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " { } ", "{\"b\":1}", "{\"b\":\"a\"}", "{\"b\":[\"a\",1]}"})
    void absent(String object) {
        ReplyFields fields = ReplyFields.of(Json.of(object), List.of("a"));
        assertThat(fields.find("a")).isNull();
        assertThat(fields.get("a")).isEqualTo(Json.NULL);
        assertThat(fields.isTrue("a")).isFalse();
    }

    @Test
    void aSliceOfALargerTextIsTaken() {
        byte[] text = "[{\"a\":\"ü\",\"b\":true},{\"b\":1}]".getBytes(StandardCharsets.UTF_8);
        ReplyFields fields = ReplyFields.of(Json.of(text, 1, 19), List.of("a", "b"));
        assertThat(fields.text("a")).isEqualTo("ü");
        assertThat(fields.isTrue("b")).isTrue();
        assertThat(Objects.requireNonNull(fields.find("b"))).hasToString("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"{\"", ""})
    void noObject(String text) {
        assertThatThrownBy(() -> ReplyFields.of(Json.of(text), List.of("a"))).isInstanceOf(RuntimeException.class);
    }
}
