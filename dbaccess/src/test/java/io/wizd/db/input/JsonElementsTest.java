package io.wizd.db.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a row depends on what may be at the top of the text. */
class JsonElementsTest {

    /** Each as its number, its line, and its fields or its value. */
    private static List<String> rows(String json, JsonElements.Top top) throws IOException, BadFileException {
        List<String> rows = new ArrayList<>();
        try (JsonElements elements = new JsonElements(new JsonFactory().createParser(json), top)) {
            while (elements.next()) {
                StringBuilder row = new StringBuilder();
                row.append(elements.number()).append('@').append(elements.line());
                if (elements.isObject()) {
                    while (elements.nextField()) {
                        row.append(' ').append(elements.parser().currentName());
                        elements.parser().skipChildren();
                    }
                } else {
                    row.append(' ').append(elements.parser().currentToken());
                    elements.parser().skipChildren();
                }
                rows.add(row.toString());
            }
            assertThat(elements.next()).isFalse();
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ANY ~ [{\"a\":{\"b\":[1]},\"c\":2}|,5] {\"d\":3}| [] [[7]] 8 ~ 1@1 a c;2@2 VALUE_NUMBER_INT;3@2 d;4@3 START_ARRAY;5@3 VALUE_NUMBER_INT",
                "ONE_ARRAY ~ [{\"a\":1},[],|{}] ~ 1@1 a;2@1 START_ARRAY;3@2",
                "ONE_ARRAY ~ [] ~ ''",
                "ONE_VALUE ~ {\"a\":[{}]} ~ 1@1 a",
                "ONE_VALUE ~ [{}] ~ 1@1 START_ARRAY"
            })
    void rowsComeWithTheirPlace(JsonElements.Top top, String json, String expected) throws Exception {
        assertThat(String.join(";", rows(json.replace('|', '\n'), top))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ONE_ARRAY ~ {} ~ the file is JSON, but no array: put its elements into [ ], with commas between them, as jq -s . does",
                "ONE_ARRAY ~ [{}] [] ~ there is something after the end of the array",
                "ONE_ARRAY ~ [{}] 7 ~ there is something after the end of the array",
                "ONE_VALUE ~ {} {} ~ there is something after the end of the value"
            })
    void whatElseIsAtTheTopIsRefused(JsonElements.Top top, String json, String error) {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> rows(json, top))
                .withMessage(error);
    }
}
