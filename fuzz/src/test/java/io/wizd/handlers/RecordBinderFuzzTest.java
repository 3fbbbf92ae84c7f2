package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Growth;
import io.wizd.handlers.spec.DeclaredFieldsOnly;
import io.wizd.handlers.spec.MaxBytes;
import io.wizd.handlers.spec.MessageContent;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link RecordBinder}: any body of a message becomes the record, or a fault of a field. */
class RecordBinderFuzzTest {
    /** One field of each kind. */
    public record All(
            @Size(min = 1, max = 5) String s,

            @Pattern(regexp = "[a-z]*", message = "must be letters") @Nullable
            String p,

            @Min(-3) @Max(9) long l,
            @Nullable Long n,
            @Nullable Integer i,
            @Min(-90) @Max(90) @Nullable Double d,
            @Nullable Boolean b,
            @MaxBytes(8) @Nullable Json j) {}

    @DeclaredFieldsOnly
    public record Few(@Nullable Long n, @Nullable Json j) {}

    private static final RecordBinder<All> ALL = RecordBinder.of(All.class);
    private static final RecordBinder<Few> FEW = RecordBinder.of(Few.class);

    @FuzzTest
    void aBodyIsTakenOrOneFieldIsAtFault(byte[] input) {
        byte[] grown = Growth.of(input);
        bindTexts(new String(grown, StandardCharsets.UTF_8));
        String text = "{\"msgType\":\"x\",\"message\":" + new String(grown, StandardCharsets.ISO_8859_1) + "}";
        Json body;
        try {
            body = MessageCodec.decode(text.getBytes(StandardCharsets.ISO_8859_1))
                    .body();
        } catch (MalformedMessageException e) {
            return;
        }
        bind(ALL, MessageContent.of(body));
        bind(FEW, MessageContent.of(body));
    }

    /** The same text as each field, as a path, a query or a form may have it. */
    private static void bindTexts(String text) {
        bind(ALL, MessageContent.of(Map.of("s", text, "l", "1"), Map.of()));
        for (String field : List.of("p", "l", "n", "i", "d", "b")) {
            bind(ALL, MessageContent.of(Map.of(field, text), Map.of("s", Json.of("\"s\""))));
        }
    }

    private static void bind(RecordBinder<?> binder, MessageContent content) {
        try {
            check(binder.bind(content));
        } catch (WizdException e) {
            assertThat(e.fault().code()).isIn(ErrorCode.BAD_FIELD, ErrorCode.TOO_LARGE);
            assertThat(e.fault().field() == null)
                    .as("too many fields, and none of them at fault")
                    .isEqualTo(e.fault().code() == ErrorCode.TOO_LARGE);
            assertThat(e.fault().description()).isNotEmpty();
        }
    }

    private static void check(Object bound) {
        if (bound instanceof All all) {
            assertThat(all.l()).isBetween(-3L, 9L);
            assertThat(all.s().codePointCount(0, all.s().length())).isBetween(1, 5);
            assertThat(all.p() == null || all.p().matches("[a-z]*")).isTrue();
            assertThat(all.d() == null || Math.abs(all.d()) <= 90).isTrue();
            MessageCodec.checked(all.j() == null ? Json.NULL.toBytes() : all.j().toBytes());
        }
    }
}
