package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.StringWriter;

/** Reads any JSON value into {@link Json}, token by token, so that no number goes through a double. */
final class JsonDeserializer extends StdDeserializer<Json> {
    JsonDeserializer() {
        super(Json.class);
    }

    @Override
    public Json deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        StringWriter text = new StringWriter();
        try (var generator = parser.getCodec().getFactory().createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return Json.of(text.toString());
    }

    @Override
    public Json getNullValue(DeserializationContext context) {
        return Json.NULL;
    }
}
