package io.wizd.server.http.openapi;

import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.server.http.body.FormBody;
import io.wizd.server.http.route.EnvelopeResource;
import io.wizd.server.http.route.HeadChecks;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.route.RouteMessage;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.PathTemplate;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One operation of the description of the API. Static, any thread. */
final class OpenApiOperation {
    private OpenApiOperation() {}

    /** A message type under one of its routes. */
    static Map<String, Object> of(MessageSpec<?, ?> spec, Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", route.verb() + " " + route.path());
        operation.put("summary", spec.summary());
        operation.put("tags", List.of(spec.type()));
        List<String> inPath = PathTemplate.variableNames(route.path());
        List<RecordComponent> inBody = new ArrayList<>();
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (RecordComponent component : spec.in().getRecordComponents()) {
            String name = component.getName();
            boolean bodyIsFields = route.takesBody()
                    && route.request().bodyField() == null
                    && !route.request().upload();
            if (inPath.contains(name)) {
                parameters.add(parameter(component, "path"));
            } else if (name.equals(route.request().bodyField()) || bodyIsFields) {
                inBody.add(component);
            } else if (RouteMessage.isParameter(route, name)) {
                parameters.add(parameter(component, "query"));
            }
        }
        if (OpenApiResponses.isConditional(route)) {
            parameters.add(condition("If-Match"));
            parameters.add(condition("If-None-Match"));
        }
        operation.put("parameters", parameters);
        if (route.request().upload()) {
            operation.put("requestBody", upload());
        } else if (!inBody.isEmpty()) {
            operation.put("requestBody", requestBody(spec, route, inBody));
        }
        operation.put("responses", OpenApiResponses.of(spec, route));
        if (!spec.access().isOpen()) {
            operation.put("security", List.of(Map.of("account", List.of())));
        }
        return operation;
    }

    private static Map<String, Object> parameter(RecordComponent component, String place) {
        Map<String, Object> schema = JsonSchema.ofField(component);
        Object description = Objects.requireNonNullElse(schema.remove("description"), component.getName());
        return Map.of(
                "name", component.getName(),
                "in", place,
                "required", place.equals("path") || JsonSchema.isRequired(component),
                "description", description,
                "schema", schema);
    }

    private static Map<String, Object> condition(String header) {
        return Map.of(
                "name",
                header,
                "in",
                "header",
                "required",
                false,
                "description",
                "Entity tags, or *",
                "schema",
                Map.of("type", "string"));
    }

    private static Map<String, Object> requestBody(MessageSpec<?, ?> spec, Route route, List<RecordComponent> fields) {
        if (route.request().bodyField() != null) {
            Map<String, Object> content = new LinkedHashMap<>(json(JsonSchema.ofField(fields.getFirst())));
            if (route.request().anyTypeBody() != null) {
                content.put("*/*", Map.of());
            }
            return Map.of("required", true, "content", content);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent field : fields) {
            properties.put(field.getName(), JsonSchema.ofField(field));
            if (JsonSchema.isRequired(field)) {
                required.add(field.getName());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        if (!JsonSchema.takesOtherFields(spec.in())) {
            // What was read can be sent back, so the body may name what is in the path too.
            for (RecordComponent field : spec.in().getRecordComponents()) {
                properties.putIfAbsent(field.getName(), JsonSchema.ofField(field));
            }
            schema.put("additionalProperties", false);
        }
        Map<String, Object> content = new LinkedHashMap<>();
        mediaTypes(route).forEach(type -> content.put(type, Map.of("schema", schema)));
        return Map.of("required", !required.isEmpty(), "content", content);
    }

    private static List<String> mediaTypes(Route route) {
        if (route.verb().equals("PATCH")) {
            return HeadChecks.PATCH_TYPES;
        }
        return route.request().forms() ? FormBody.MEDIA_TYPES : Resource.JSON_ALONE;
    }

    private static Map<String, Object> upload() {
        return Map.of(
                "description",
                "A file of any media type, plain or compressed with gzip",
                "required",
                true,
                "content",
                Map.of("*/*", Map.of()));
    }

    /** The envelope paths. */
    static Map<String, Object> ofEnvelopes() {
        Map<String, Object> reply = Map.of("type", List.of("object", "array"));
        Map<String, Object> request = Map.of(
                "oneOf",
                List.of(
                        ref("Envelope"),
                        Map.of("type", "array", "maxItems", EnvelopeResource.MAX_ITEMS, "items", ref("Envelope"))));
        return Map.of(
                "operationId", "POST /messages",
                "summary", "Send one envelope, or an array of them, answered in the same form",
                "tags", List.of("messages"),
                "requestBody", Map.of("required", true, "content", json(request)),
                "responses",
                        Map.of(
                                "200", Map.of("description", "The reply or the replies", "content", json(reply)),
                                "default", Map.of("description", "An error, as an envelope", "content", json(reply))));
    }

    /** A page of the server. */
    static Map<String, Object> of(ServerPage page) {
        Map<String, Object> media = page.mediaType().equals(HttpReply.JSON) ? Map.of("schema", Map.of()) : Map.of();
        return Map.of(
                "operationId",
                "GET " + page.path(),
                "summary",
                "A page of the server",
                "tags",
                List.of("server"),
                "responses",
                Map.of("200", Map.of("description", "All is well", "content", Map.of(page.mediaType(), media))));
    }

    static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of(HttpReply.JSON, Map.of("schema", schema));
    }

    static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }
}
