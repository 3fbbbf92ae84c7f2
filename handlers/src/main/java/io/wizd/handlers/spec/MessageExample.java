package io.wizd.handlers.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a type may look like, and its reply: the first case of its file in {@code test-data/messages} that succeeds,
 * with values for what varies there. If none does, as with jobs, which no case can begin, what is sent in one that asks for
 * something that is not there. A plugin has such files in its jar, or has no examples.
 *
 * @param fields of the message; empty if there is no case
 * @param data of the reply; null if no case says all of it
 */
public record MessageExample(JsonNode fields, @Nullable JsonNode data) {
    private static final int SUCCESS = 0;
    private static final int NOT_THERE = 404;
    private static final MessageExample NONE = new MessageExample(JsonNodeFactory.instance.objectNode(), null);

    private static final String BEFORE = "${before.";
    private static final int SOME_ID = 1001;
    private static final int SOME_NUMBER = 90001;
    private static final double SOME_DEGREES = 52.5;
    private static final String SOME_LETTERS = "1a2b3c4d5e6f";

    /** Of a type of the table. */
    public static MessageExample of(MessageType<?, ?> row) {
        String file = "/test-data/messages/" + row.spec().type() + ".json";
        try (InputStream cases = row.handler().getClass().getResourceAsStream(file)) {
            return cases == null ? NONE : first(cases.readAllBytes(), row.spec().out());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not an array of cases", e);
        }
    }

    /** What is behind the first success is not read: cases may hold what is hardly JSON. */
    private static MessageExample first(byte[] cases, Class<?> out) throws IOException {
        JsonNode fields = null;
        try (MappingIterator<JsonNode> all =
                Jsons.MAPPER.readerFor(JsonNode.class).readValues(cases)) {
            while (all.hasNextValue()) {
                JsonNode one = all.nextValue();
                int status = one.at("/expect/Error").asInt(-1);
                if (status == SUCCESS) {
                    return new MessageExample(sent(one), whole(filled(one.at("/expect/data")), out));
                }
                fields = fields == null && status == NOT_THERE ? sent(one) : fields;
            }
        }
        return fields == null ? NONE : new MessageExample(fields, null);
    }

    private static JsonNode sent(JsonNode one) {
        return filled(one.at("/send/message"));
    }

    private static @Nullable JsonNode whole(JsonNode data, Class<?> out) {
        boolean whole = Arrays.stream(out.getRecordComponents())
                .filter(JsonSchema::isRequired)
                .map(RecordComponent::getName)
                .allMatch(data::has);
        return whole ? data : null;
    }

    private static JsonNode filled(JsonNode node) {
        return switch (node) {
            case TextNode text -> filled(text.textValue());
            case ArrayNode array -> {
                ArrayNode items = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> items.add(filled(item)));
                yield items;
            }
            case ObjectNode object -> filled(object);
            default -> node;
        };
    }

    private static JsonNode filled(ObjectNode object) {
        if (object.has("$contains")) {
            return JsonNodeFactory.instance.arrayNode().add(filled(object.get("$contains")));
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
                .filter(field -> !field.getValue().asText().equals("$absent"))
                .forEach(field -> fields.set(field.getKey(), filled(field.getValue())));
        return fields;
    }

    private static JsonNode filled(String text) {
        return switch (text) {
            case "${number}" -> IntNode.valueOf(SOME_NUMBER);
            case "${degrees}" -> DoubleNode.valueOf(SOME_DEGREES);
            case "$integer", "$any" -> IntNode.valueOf(1);
            case "$string" -> TextNode.valueOf("…");
            case "$array" -> JsonNodeFactory.instance.arrayNode();
            default ->
                text.startsWith(BEFORE)
                        ? IntNode.valueOf(SOME_ID + text.charAt(BEFORE.length()) - '0')
                        : TextNode.valueOf(text.replace("${run}", SOME_LETTERS));
        };
    }
}
