package io.wizd.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The message types of a server and their fields, as its description of the API has them. Immutable.
 *
 * @param byName in the order of the server
 */
record ShellTypes(Map<String, Type> byName) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** Where each type is described, whatever other routes it has. */
    private static final String PATH = "/messages/";

    /**
     * @param summary one line
     * @param about what else there is to say
     */
    record Type(String name, String summary, String about, List<Field> fields) {}

    /**
     * @param kind such as {@code string}; {@code any} if it may be any JSON
     * @param values all that it may be; empty if there are too many
     */
    record Field(String name, String kind, boolean isRequired, String about, List<String> values) {}

    /**
     * Asks the server.
     *
     * @throws Failure if there is no answer, or none of use
     */
    static ShellTypes of(RestClient rest) throws InterruptedException {
        try (InputStream description =
                rest.send("/openapi.json", UnaryOperator.identity()).body()) {
            return read(Json.of(description.readAllBytes()));
        } catch (IOException e) {
            throw new NoAnswerFailure(Exit.UNAVAILABLE, "cannot read the message types: " + e.getMessage());
        }
    }

    /** @param openApi the description of the API */
    static ShellTypes read(Json openApi) {
        Map<String, Type> types = new LinkedHashMap<>();
        Jsons.read(openApi, JsonNode.class).path("paths").properties().forEach(path -> {
            // What a server calls its types goes to the terminal.
            String name = path.getKey().startsWith(PATH) ? path.getKey().substring(PATH.length()) : "";
            if (NAME.matcher(name).matches()) {
                types.put(name, type(name, path.getValue().path("post")));
            }
        });
        return new ShellTypes(types);
    }

    private static Type type(String name, JsonNode operation) {
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        List<String> required = texts(schema.path("required"));
        List<Field> fields = new ArrayList<>();
        schema.path("properties").properties().stream()
                .filter(field -> NAME.matcher(field.getKey()).matches())
                .forEach(field -> fields.add(field(field.getKey(), field.getValue(), required)));
        return new Type(
                name,
                Texts.printable(operation.path("summary").asText()),
                Texts.printable(operation.path("description").asText()),
                List.copyOf(fields));
    }

    private static Field field(String name, JsonNode schema, List<String> required) {
        JsonNode type = schema.path("type");
        List<String> kinds = type.isTextual() ? List.of(type.textValue()) : texts(type);
        String kind =
                kinds.stream().filter(one -> !one.equals("null")).findFirst().orElse("any");
        List<String> values = kind.equals("boolean") ? List.of("true", "false") : texts(schema.path("enum"));
        return new Field(
                name,
                kind,
                required.contains(name),
                Texts.printable(schema.path("description").asText()),
                values);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .map(Texts::printable)
                .toList();
    }

    Optional<Type> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
