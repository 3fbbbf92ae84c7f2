package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.MessageContent;
import io.wizd.handlers.spec.PartialUpdate;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.FieldFault;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBinderTest {

    public record Everything(
            @Size(min = 1, max = 3) @Nullable String text,
            @MaxBytes(4) @Nullable String bytes,

            @Pattern(regexp = "[0-9]+", message = "must be digits") @Nullable
            String digits,

            @Min(1) @Nullable Long big,
            @Min(0) @Max(10) @Nullable Integer small,
            @Min(-90) @Max(90) @Nullable Double degrees,
            @Nullable Boolean flag,
            @Nullable Json any) {}

    public record Nothing() {}

    public record Required(String name, long count, Json value) {}

    public record Names(String first_name, String last_name) {}

    private static final RecordBinder<Everything> EVERYTHING = RecordBinder.of(Everything.class);

    @Test
    void readsEachKindOfField() {
        Everything read = EVERYTHING.bind(Json.of("""
                {"text":"äö😀","bytes":"😀","digits":"007","big":9223372036854775807,"small":10,"degrees":-90,
                 "flag":true,"any":{"a":[1.50, "x"]}}"""));

        assertThat(read)
                .isEqualTo(new Everything(
                        "äö😀", "😀", "007", Long.MAX_VALUE, 10, -90.0, true, Json.of("{\"a\":[1.50, \"x\"]}")));
    }

    @DeclaredFieldsOnly
    public record Declared(@Nullable Integer a) {}

    /** Looked up in a list, converted to numbers of any size, or told one by one, they would take minutes. */
    @Test
    @Timeout(60)
    void manyNamesAndLongNumbersTakeNoLongerThanTheirBytes() {
        String names = IntStream.range(0, 200_000)
                .mapToObj(i -> "\"a.very.long.prefix.of.a.name." + i + "\":1")
                .collect(Collectors.joining(","));
        RecordBinder<Declared> declared = RecordBinder.of(Declared.class);
        assertThat(EVERYTHING
                        .bind(Json.of("{\"any\":{" + names + "},\"small\":3}"))
                        .small())
                .isEqualTo(3);
        assertThat(EVERYTHING
                        .bind(Json.of("{\"k\":[{" + names + "}],\"small\":3}"))
                        .small())
                .isEqualTo(3);
        for (String fields : List.of(names, String.join(",", Collections.nCopies(250_000, "\"a\":1")))) {
            assertThatThrownBy(() -> EVERYTHING.bind(Json.of("{" + fields + "}")))
                    .hasMessage("a message may have 256 fields at most");
            assertThatThrownBy(() -> declared.bind(Json.of("{" + fields + "}")))
                    .hasMessage("a message may have 256 fields at most");
        }
        String digits = "7".repeat(1_000_000);
        for (String number : List.of("0." + digits, digits + "e-2000000", "1e-" + digits)) {
            assertThat(EVERYTHING.bind(Json.of("{\"degrees\":" + number + "}")).degrees())
                    .isBetween(0.0, 1.0);
            assertThatThrownBy(() -> EVERYTHING.bind(Json.of("{\"small\":" + number + "}")))
                    .hasMessageContaining("a fraction or an exponent");
        }
        assertThatThrownBy(() -> EVERYTHING.bind(Json.of("{\"big\":" + digits + ",\"text\":" + digits + "}")))
                .hasMessageContaining("text must be a string")
                .hasMessageContaining("big must be an integer");
    }

    @Test
    void aFieldThatIsNullOrAbsentIsNull() {
        assertThat(EVERYTHING.bind(Json.of("{\"text\":null,\"big\":null}")))
                .isEqualTo(new Everything(null, null, null, null, null, null, null, null));
    }

    @PartialUpdate
    public record Update(
            long id, @Nullable String name, @Nullable Json value) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"id":1,"nam":"a"}           | nam  | there is no field nam here; there are id, name, value
            {"id":1,"name":null}         | name | name cannot be null; left out, it stays as it is
            {"id":null}                  | id   | id is missing; it must be an integer
            {"id":1,"name":"a","x":null} | x    | there is no field x here; there are id, name, value
            """)
    void anUpdateRefusesWhatWouldChangeNothing(String body, String field, String why) {
        WizdException e = catchThrowableOfType(
                WizdException.class, () -> RecordBinder.of(Update.class).bind(Json.of(body)));
        assertThat(e.fault()).isEqualTo(new Fault(ErrorCode.BAD_FIELD, why, field, null));
    }

    @Test
    void inAnUpdateNullIsStillAValueOfAnOpaqueField() {
        assertThat(RecordBinder.of(Update.class).bind(Json.of("{\"id\":1,\"value\":null}")))
                .isEqualTo(new Update(1, null, Json.NULL));
    }

    @Test
    void nullIsAValueOfAnOpaqueField() {
        assertThat(RecordBinder.of(Required.class).bind(Json.of("{\"name\":\"\",\"count\":0,\"value\":null}")))
                .isEqualTo(new Required("", 0, Json.NULL));
    }

    @Test
    void passesOverWhatIsNotDeclared() {
        assertThat(EVERYTHING
                        .bind(Json.of("{\"new\":{\"text\":1,\"text\":2},\"new\":1,\"small\":3}"))
                        .small())
                .isEqualTo(3);
    }

    @Test
    void readsWhatStandsBesideTheObject() {
        MessageContent content = new MessageContent(
                Json.of("{\"text\":\"é\"}"),
                Map.of("small", "7", "flag", "true", "degrees", "1.50", "digits", "012"),
                Map.of("any", Json.of("[1 , 2]")),
                null);

        Everything read = EVERYTHING.bind(content);

        assertThat(read)
                .isEqualTo(EVERYTHING.bind(Json.of("{\"text\":\"é\",\"small\":7,\"flag\":true,\"degrees\":1.50,"
                        + "\"digits\":\"012\",\"any\":[1 , 2]}")));
    }

    @Test
    void saysWhatIsWrongWhereverAFieldStands() {
        MessageContent content = new MessageContent(
                Json.of("{\"text\":\"abcd\",\"digits\":\"1\"}"),
                Map.of("small", "011", "flag", "yes", "big", "1.0", "digits", "1", "degrees", "true"),
                Map.of("bytes", Json.of("[]")),
                null);

        assertThatThrownBy(() -> EVERYTHING.bind(content))
                .hasMessageContaining("text must have 1 to 3 characters, not 4")
                .hasMessageContaining("small must be an integer such as 42, without leading zeros, not '011'")
                .hasMessageContaining("flag must be true or false, not 'yes'")
                .hasMessageContaining("big must be an integer, not a number with a fraction or an exponent")
                .hasMessageContaining("degrees must be a number, not a boolean")
                .hasMessageContaining("bytes must be a string, not an array")
                .hasMessageContaining("digits appears twice");
    }

    @Test
    void readsABodyInTheMiddleOfAnEnvelope() {
        byte[] envelope = "{\"message\":{\"any\": [1 , 2],\"small\":4}}".getBytes(StandardCharsets.UTF_8);

        Everything read = EVERYTHING.bind(Json.of(envelope, 11, envelope.length - 12));

        assertThat(read.any()).hasToString("[1 , 2]");
        assertThat(read.small()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"text\":\"\"} ~ text must have 1 to 3 characters, not 0",
                "{\"text\":\"abcd\"} ~ text must have 1 to 3 characters, not 4",
                "{\"text\":7} ~ text must be a string, not a number",
                "{\"text\":[]} ~ text must be a string, not an array",
                "{\"text\":\"a\\u0000\"} ~ text holds a NUL character",
                "{\"bytes\":\"aäöü\"} ~ bytes must have 4 bytes of UTF-8 at most",
                "{\"digits\":\"1a\"} ~ digits must be digits",
                "{\"big\":0} ~ big must be an integer from 1 to 9223372036854775807, not 0",
                "{\"big\":9223372036854775808} ~ big must be an integer from 1 to 9223372036854775807",
                "{\"big\":1.0} ~ big must be an integer, not a number with a fraction or an exponent",
                "{\"big\":1e3} ~ big must be an integer, not a number with a fraction or an exponent",
                "{\"big\":\"1\"} ~ big must be an integer, not a string",
                "{\"big\":\"\"} ~ big is empty; it must be an integer",
                "{\"big\":\"05\"} ~ big must be an integer such as 42, without leading zeros, not '05'",
                "{\"big\":\"00\"} ~ big must be an integer such as 42, without leading zeros, not '00'",
                "{\"big\":\"+9\"} ~ big must be an integer such as 42, not '+9'",
                "{\"big\":\"0x\"} ~ big must be an integer such as 42, not '0x'",
                "{\"degrees\":\"1e5\"} ~ degrees must be a number, not '1e5'",
                "{\"small\":11} ~ small must be an integer from 0 to 10, not 11",
                "{\"small\":4294967296} ~ small must be an integer from 0 to 10, not 4294967296",
                "{\"degrees\":90.5} ~ degrees must be a number from -90 to 90, not 90.5",
                "{\"degrees\":true} ~ degrees must be a number, not a boolean",
                "{\"flag\":1} ~ flag must be true or false, not a number",
                "{\"small\":1,\"small\":1} ~ small appears twice",
                "{\"small\":1,\"sm\\u0061ll\":1} ~ small appears twice",
                "{\"any\":1,\"any\":2} ~ any appears twice"
            })
    void saysWhatIsWrongWithAField(String body, String description) {
        Fault fault = faultOf(EVERYTHING, body);

        assertThat(fault.code()).isEqualTo(ErrorCode.BAD_FIELD);
        assertThat(fault.description()).isEqualTo(description);
        assertThat(description).startsWith(fault.field() + " ");
    }

    @Test
    void saysWhichRequiredFieldIsMissing() {
        RecordBinder<Required> binder = RecordBinder.of(Required.class);

        assertThat(faultOf(binder, "{}").field()).isEqualTo("name");
        assertThat(faultOf(binder, "{\"name\":\"a\",\"count\":null,\"value\":1}")
                        .description())
                .isEqualTo("count is missing; it must be an integer");
        assertThat(faultOf(binder, "{\"name\":\"a\",\"count\":1}").field()).isEqualTo("value");
    }

    @Test
    void aMissingFieldNamesTheOneThatMayBeIt() {
        RecordBinder<Required> binder = RecordBinder.of(Required.class);

        assertThat(faultOf(binder, "{\"other\":1,\"cuont\":1,\"name\":\"a\",\"value\":1}")
                        .fields())
                .containsExactly(new FieldFault(
                        "count",
                        ErrorCode.BAD_FIELD,
                        "count is missing; it must be an integer; did you write cuont for it?"));
        assertThat(faultOf(binder, "{\"other\":1,\"name\":\"a\",\"value\":1}").description())
                .isEqualTo("count is missing; it must be an integer");
    }

    @Test
    void anUnknownFieldIsNamedForTheOneThatItLooksLikeMost() {
        assertThat(faultOf(RecordBinder.of(Names.class), "{\"frist_name\":\"a\"}")
                        .description())
                .isEqualTo("first_name is missing; it must be a string; did you write frist_name for it?;"
                        + " last_name is missing; it must be a string");
    }

    /** However many there are, they cost no more than others. */
    @Test
    void onlyTheFirstUnknownFieldsAreLookedAtForMistakes() {
        String others =
                IntStream.range(0, 16).mapToObj(i -> "\"other" + i + "\":1,").collect(Collectors.joining());

        assertThat(faultOf(RecordBinder.of(Required.class), "{" + others + "\"cuont\":1,\"name\":\"a\",\"value\":1}")
                        .description())
                .isEqualTo("count is missing; it must be an integer");
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        Fault fault = faultOf(
                EVERYTHING,
                "{\"flag\":{\"a\":[1,{\"text\":1}]},\"big\":0,\"text\":[\"a\"],\"big\":7,\"small\":[[11]],\"degrees\":1}");

        assertThat(fault.field()).isEqualTo("text");
        assertThat(fault.description())
                .isEqualTo("text must be a string, not an array;"
                        + " big must be an integer from 1 to 9223372036854775807, not 0;"
                        + " small must be an integer, not an array; flag must be true or false, not an object");
        assertThat(faultOf(RecordBinder.of(Required.class), "{\"count\":true}").description())
                .isEqualTo("name is missing; it must be a string; count must be an integer, not a boolean;"
                        + " value is missing; it must be any JSON value");
    }

    @Test
    void saysOfEachFieldWhatIsWrongWithIt() {
        assertThat(faultOf(RecordBinder.of(Required.class), "{\"count\":true,\"value\":1}")
                        .fields())
                .containsExactly(
                        new FieldFault("name", ErrorCode.BAD_FIELD, "name is missing; it must be a string"),
                        new FieldFault("count", ErrorCode.BAD_FIELD, "count must be an integer, not a boolean"));
        assertThat(faultOf(RecordBinder.of(Update.class), "{\"id\":1,\"" + "x".repeat(5_000) + "\":1}")
                        .fields())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).hasSize(256).endsWith("x…");
                    assertThat(fault.description()).hasSize(513).startsWith("there is no field x");
                });
    }

    @Test
    void refusesARecordThatNoMessageCanCarry() {
        record Hidden(String name) {}

        assertThatThrownBy(() -> RecordBinder.of(Hidden.class)).hasMessageContaining("must be public");
        assertThatThrownBy(() -> RecordBinder.of(String.class)).hasMessageContaining("is not a record");
        assertThatThrownBy(() -> RecordBinder.of(WithList.class)).hasMessageContaining("WithList.names");
    }

    public record WithList(List<String> names) {}

    private static Fault faultOf(RecordBinder<?> binder, String body) {
        return catchThrowableOfType(WizdException.class, () -> binder.bind(Json.of(body)))
                .fault();
    }
}
