package io.wizd.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one JSON factory and the one mapper, with the limits of the wire. Any thread. */
public final class Jsons {
    /**
     * Strict RFC 8259, and bytes are UTF-8 without a byte order mark. Lengths are bounded by the frame; field names are not
     * interned, because they come from clients, who could fill that table, and those of a text in characters are not looked
     * up in any.
     */
    public static final JsonFactory FACTORY = new Utf8JsonFactory(new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // What comes as 😀 goes out so, as every other character does.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8));

    /** For typed values: unknown fields are passed over, absent values are not written. */
    public static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Jsons() {}

    /** The JSON of a value of ours; that it cannot be written is a defect of its class. */
    public static Json write(Object value) {
        try {
            return Json.of(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /**
     * A value of a type of ours.
     *
     * @throws UncheckedIOException if the JSON has another shape
     */
    public static <T> T read(Json json, Class<T> type) {
        try {
            return MAPPER.readValue(json.array(), json.offset(), json.length(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(type.getSimpleName() + " expected: " + e.getMessage(), e);
        }
    }
}
