package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MessageExample;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.server.http.body.FormBody;
import io.wizd.server.http.route.HeadChecks;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.route.RouteMessage;
import io.wizd.server.http.wire.PathTemplate;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the body of a request may be. Static, any thread. */
final class OpenApiRequestBody {
    private OpenApiRequestBody() {}

    /** Whether it is an object of the fields that are not in the path. */
    static boolean isOfFields(Route route) {
        return route.takesBody()
                && route.request().bodyField() == null
                && !route.request().upload();
    }

    /** Of a message type under a route that takes a body. */
    static Map<String, Object> of(MessageSpec<?, ?> spec, Route route, MessageExample example) {
        if (route.request().upload()) {
            return object(
                    "description",
                    "A file of any media type, plain or compressed with gzip",
                    "required",
                    true,
                    "content",
                    Map.of("*/*", Fragment.BYTES));
        }
        return isOfFields(route) ? ofFields(spec, route, example.fields()) : ofValue(spec, route, example);
    }

    private static Map<String, Object> ofValue(MessageSpec<?, ?> spec, Route route, MessageExample example) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (RecordComponent component : spec.in().getRecordComponents()) {
            String name = component.getName();
            if (name.equals(route.request().bodyField())) {
                content.putAll(Fragment.json(
                        JsonSchema.ofField(component), example.fields().get(name)));
            }
        }
        boolean ofAnyType = route.request().anyTypeBody() != null;
        if (ofAnyType) {
            content.put("*/*", Fragment.BYTES);
        }
        // No body is no bytes, which are a value too; but no JSON.
        return object("required", !ofAnyType, "content", content);
    }

    private static Map<String, Object> ofFields(MessageSpec<?, ?> spec, Route route, JsonNode example) {
        List<String> inPath = PathTemplate.variableNames(route.path());
        List<RecordComponent> fields = Arrays.stream(spec.in().getRecordComponents())
                .filter(field -> !inPath.contains(field.getName()) && RouteMessage.isParameter(route, field.getName()))
                .toList();
        Map<String, Object> media = object("schema", schema(spec, fields), "example", part(example, fields));
        Map<String, Object> content = new LinkedHashMap<>();
        mediaTypes(route).forEach(type -> content.put(type, media));
        return object("required", fields.stream().anyMatch(JsonSchema::isRequired), "content", content);
    }

    private static Map<String, Object> schema(MessageSpec<?, ?> spec, List<RecordComponent> fields) {
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.getName(), JsonSchema.ofField(field)));
        boolean othersAreRefused = !JsonSchema.takesOtherFields(spec.in());
        if (othersAreRefused) {
            // What was read can be sent back, so the body may name what is in the path too.
            for (RecordComponent field : spec.in().getRecordComponents()) {
                properties.putIfAbsent(field.getName(), JsonSchema.ofField(field));
            }
        }
        List<String> required = fields.stream()
                .filter(JsonSchema::isRequired)
                .map(RecordComponent::getName)
                .toList();
        return object(
                "type",
                "object",
                "properties",
                properties,
                "required",
                required.isEmpty() ? null : required,
                "additionalProperties",
                othersAreRefused ? false : null);
    }

    private static JsonNode part(JsonNode example, List<RecordComponent> fields) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        fields.stream()
                .map(RecordComponent::getName)
                .filter(example::has)
                .forEach(name -> part.set(name, example.get(name)));
        return part;
    }

    private static List<String> mediaTypes(Route route) {
        if (route.verb().equals("PATCH")) {
            return HeadChecks.PATCH_TYPES;
        }
        return route.request().forms() ? FormBody.MEDIA_TYPES : Resource.JSON_ALONE;
    }
}
