package io.wizd.server.http;

import io.wizd.handlers.JsonSchema;
import io.wizd.handlers.MessageSpec;
import io.wizd.handlers.Route;
import io.wizd.protocol.ErrorCode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** One operation of the description of the API. Static, any thread. */
final class OpenApiOperation {
    /** What any message may be answered with, besides what its spec says. */
    private static final List<ErrorCode> COMMON = List.of(
            ErrorCode.BAD_FIELD,
            ErrorCode.NOT_ACCEPTABLE,
            ErrorCode.TOO_LARGE,
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            ErrorCode.INTERNAL,
            ErrorCode.OVERLOADED);

    private OpenApiOperation() {}

    /** A message type under one of its routes. */
    static Map<String, Object> of(MessageSpec<?, ?> spec, Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", route.verb() + " " + route.path());
        operation.put("summary", spec.summary());
        operation.put("tags", List.of(spec.type()));
        List<String> inPath = Router.variableNames(route.path());
        List<RecordComponent> others = new ArrayList<>();
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (RecordComponent component : spec.in().getRecordComponents()) {
            if (inPath.contains(component.getName())) {
                parameters.add(parameter(component, "path"));
            } else if (route.verb().equals("GET")) {
                parameters.add(parameter(component, "query"));
            } else {
                others.add(component);
            }
        }
        operation.put("parameters", parameters);
        if (!others.isEmpty()) {
            operation.put("requestBody", requestBody(route, others));
        }
        operation.put("responses", responses(spec, route));
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

    private static Map<String, Object> requestBody(Route route, List<RecordComponent> fields) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent field : fields) {
            Map<String, Object> schema = JsonSchema.ofField(field);
            if (field.getName().equals(route.bodyField())) {
                return Map.of("required", true, "content", json(schema));
            }
            properties.put(field.getName(), schema);
            if (JsonSchema.isRequired(field)) {
                required.add(field.getName());
            }
        }
        Map<String, Object> schema = Map.of("type", "object", "properties", properties, "required", required);
        return Map.of("required", !required.isEmpty(), "content", json(schema));
    }

    private static Map<String, Object> responses(MessageSpec<?, ?> spec, Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        Map<String, Object> success = new LinkedHashMap<>();
        success.put("description", "Success");
        Map<String, Object> headers = new LinkedHashMap<>();
        if (route.versionField() != null) {
            headers.put("ETag", header("The version, in quotes"));
        }
        if (route.location() != null) {
            headers.put("Location", header("Where the new resource is: " + route.location()));
        }
        success.put("headers", headers);
        success.put("content", json(replySchema(spec, route)));
        responses.put(Integer.toString(route.successStatus()), success);
        errors(spec).forEach((status, codes) -> responses.put(Integer.toString(status), error(codes)));
        return responses;
    }

    private static Map<String, Object> replySchema(MessageSpec<?, ?> spec, Route route) {
        for (RecordComponent component : spec.out().getRecordComponents()) {
            if (component.getName().equals(route.replyField())) {
                return JsonSchema.ofField(component);
            }
        }
        return JsonSchema.of(spec.out());
    }

    private static Map<Integer, List<String>> errors(MessageSpec<?, ?> spec) {
        List<ErrorCode> codes = new ArrayList<>(spec.errors());
        codes.addAll(COMMON);
        if (!spec.access().isOpen()) {
            codes.addAll(List.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN));
        }
        Map<Integer, List<String>> byStatus = new TreeMap<>();
        codes.forEach(code -> byStatus.computeIfAbsent(code.httpStatus(), status -> new ArrayList<>())
                .add(code.name() + ": " + code.description()));
        return byStatus;
    }

    private static Map<String, Object> error(List<String> codes) {
        return Map.of(
                "description",
                String.join("; ", codes),
                "content",
                Map.of("application/problem+json", Map.of("schema", ref("Problem"))));
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

    private static Map<String, Object> header(String description) {
        return Map.of("description", description, "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of(HttpReply.JSON, Map.of("schema", schema));
    }

    private static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }
}
