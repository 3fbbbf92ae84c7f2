package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.wizd.handlers.spec.ArrayOf;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    public record Fields(
            @Doc("A name") @Size(min = 2, max = 5) String name,
            @Min(1) @Max(9) int digit,
            @Nullable Long id,

            @Pattern(regexp = "[a-c]+|x", message = "must be a to c, or x") @Nullable
            String letters,

            @MaxBytes(4) @Nullable String bytes,
            @Nullable Double number,
            @Nullable Boolean truth,
            @Nullable Json anything) {}

    public enum Colour {
        RED,
        BLUE
    }

    public record Nested(
            @Doc("Some") List<Inner> inner,
            Map<String, @Nullable Integer> counts,
            List<List<BigInteger>> table,
            @Nullable Colour colour,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long next) {}

    public record Inner(@Doc("Where") double place) {}

    public record Many(
            @ArrayOf(value = Inner.class, max = 3) Json some,
            @Nullable String word) {}

    @Test
    void anArrayThatItsHandlerReadsHasItemsToo() {
        assertThat(Jsons.write(JsonSchema.of(Many.class)).toString())
                .contains("\"some\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"place\"")
                .contains("\"maxItems\":3");
    }

    @Test
    void outsideABodyThereIsNoNull() {
        RecordComponent word = Many.class.getRecordComponents()[1];
        assertThat(JsonSchema.ofField(word)).containsEntry("type", List.of("string", "null"));
        assertThat(JsonSchema.ofParameter(word)).containsEntry("type", "string");
    }

    @Test
    void saysWhatTheRecordSays() {
        assertThat(Jsons.write(JsonSchema.of(Fields.class)).toString())
                .contains("\"required\":[\"name\",\"digit\"]")
                .contains("\"minLength\":2", "\"maxLength\":5", "\"description\":\"A name\"")
                .contains("\"minimum\":1", "\"maximum\":9")
                .contains("\"pattern\":\"^(?:[a-c]+|x)$\"")
                .contains("\"anything\":{}");
    }

    @ParameterizedTest
    @ValueSource(classes = {Fields.class, Nested.class})
    void isASchema(Class<?> type) {
        String schema = Jsons.write(JsonSchema.of(type)).toString();
        assertThat(FACTORY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema, InputFormat.JSON))
                .isEmpty();
    }

    /** The schema and the binder read the same declaration; neither may take what the other refuses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"ab\",\"digit\":1}",
                "{\"name\":\"ab\",\"digit\":9,\"other\":1}",
                "{\"name\":\"ab\",\"digit\":0}",
                "{\"name\":\"ab\",\"digit\":10}",
                "{\"name\":\"ab\",\"digit\":1.5}",
                "{\"name\":\"ab\",\"digit\":\"1\"}",
                "{\"name\":\"ab\",\"digit\":null}",
                "{\"name\":\"ab\"}",
                "{\"digit\":1}",
                "{\"name\":\"a\",\"digit\":1}",
                "{\"name\":\"abcdef\",\"digit\":1}",
                "{\"name\":\"😀😀😀😀😀\",\"digit\":1}",
                "{\"name\":\"😀\",\"digit\":1}",
                "{\"name\":7,\"digit\":1}",
                "{\"name\":\"ab\",\"digit\":1,\"id\":null}",
                "{\"name\":\"ab\",\"digit\":1,\"id\":9007199254740993}",
                "{\"name\":\"ab\",\"digit\":1,\"id\":[]}",
                "{\"name\":\"ab\",\"digit\":1,\"letters\":\"abc\"}",
                "{\"name\":\"ab\",\"digit\":1,\"letters\":\"x\"}",
                "{\"name\":\"ab\",\"digit\":1,\"letters\":\"xx\"}",
                "{\"name\":\"ab\",\"digit\":1,\"letters\":\"abcx\"}",
                "{\"name\":\"ab\",\"digit\":1,\"bytes\":\"abcd\"}",
                "{\"name\":\"ab\",\"digit\":1,\"bytes\":\"abcde\"}",
                "{\"name\":\"ab\",\"digit\":1,\"number\":1}",
                "{\"name\":\"ab\",\"digit\":1,\"number\":1e3}",
                "{\"name\":\"ab\",\"digit\":1,\"number\":\"1\"}",
                "{\"name\":\"ab\",\"digit\":1,\"truth\":true}",
                "{\"name\":\"ab\",\"digit\":1,\"truth\":1}",
                "{\"name\":\"ab\",\"digit\":1,\"anything\":[{}]}",
            })
    void agreesWithTheBinder(String body) {
        String schema = Jsons.write(JsonSchema.of(Fields.class)).toString();
        boolean bySchema =
                FACTORY.getSchema(schema).validate(body, InputFormat.JSON).isEmpty();
        assertThat(binds(body)).as(body).isEqualTo(bySchema);
    }

    private static boolean binds(String body) {
        try {
            RecordBinder.of(Fields.class).bind(Json.of(body));
            return true;
        } catch (WizdException e) {
            return false;
        }
    }

    @Test
    void goesIntoRecordsListsAndMaps() {
        Map<String, @Nullable Integer> counts = new java.util.HashMap<>();
        counts.put("a", null);
        Nested nested = new Nested(
                List.of(new Inner(1.5)), counts, List.of(List.of(BigInteger.TEN.pow(30))), Colour.BLUE, null);
        String schema = Jsons.write(JsonSchema.of(Nested.class)).toString();
        assertThat(FACTORY.getSchema(schema).validate(Jsons.write(nested).toString(), InputFormat.JSON))
                .isEmpty();
        assertThat(FACTORY.getSchema(schema)
                        .validate(
                                "{\"inner\":[{}],\"counts\":{\"a\":\"b\"},\"table\":[1],\"colour\":\"GREEN\"}",
                                InputFormat.JSON))
                .extracting(message -> message.getInstanceLocation().toString())
                .contains("$.inner[0]", "$.counts.a", "$.table[0]", "$.colour", "$");
    }

    public record Wrong(Object what) {}

    @Test
    void whatIsNoJsonIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.of(Wrong.class))
                .withMessageContaining("java.lang.Object");
    }
}
