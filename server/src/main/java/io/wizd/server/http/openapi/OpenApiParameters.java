package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MessageExample;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.ReplyRules;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.Sender;
import io.wizd.protocol.JsonLimits;
import io.wizd.server.http.route.RouteMessage;
import io.wizd.server.http.wire.PathTemplate;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an operation takes beside its body: fields of the message in path and query, and header fields. Static, any thread. */
final class OpenApiParameters {
    private static final Map<String, Object> TAGS = Map.of("type", "string");

    private OpenApiParameters() {}

    /** Of a message type under one of its routes. */
    static List<Object> of(MessageSpec<?, ?> spec, Route route, MessageExample example) {
        List<Object> parameters = new ArrayList<>();
        List<String> inPath = PathTemplate.variableNames(route.path());
        for (RecordComponent component : spec.in().getRecordComponents()) {
            String name = component.getName();
            if (inPath.contains(name)) {
                parameters.add(field(component, "path", example));
            } else if (!OpenApiRequestBody.isOfFields(route) && RouteMessage.isParameter(route, name)) {
                parameters.add(field(component, "query", example));
            }
        }
        addHeaderFields(parameters, spec, route);
        return parameters;
    }

    private static Map<String, Object> field(RecordComponent component, String place, MessageExample example) {
        Map<String, Object> schema = JsonSchema.ofParameter(component);
        Object description = Objects.requireNonNullElse(schema.remove("description"), component.getName());
        return object(
                "name",
                component.getName(),
                "in",
                place,
                "required",
                place.equals("path") || JsonSchema.isRequired(component),
                "description",
                description,
                "schema",
                schema,
                "example",
                example.fields().get(component.getName()));
    }

    private static void addHeaderFields(List<Object> parameters, MessageSpec<?, ?> spec, Route route) {
        if (spec.sender() != Sender.ANYONE) {
            Map<String, Object> name = object("type", "string", "minLength", 1, "maxLength", JsonLimits.MAX_NAME_CHARS);
            parameters.add(header("X-User-ID", true, "The card user who sends it", name));
            parameters.add(header("X-Device-ID", true, "The device that sends it", name));
        }
        if (spec.honoursRequestId()) {
            parameters.add(header(
                    "Idempotency-Key",
                    false,
                    "An id of the client's for this request: with the same one it is carried out once, and gets the same"
                            + " reply within 24 hours",
                    object("type", "string", "minLength", 1, "maxLength", JsonLimits.MAX_REQUEST_ID_CHARS)));
        }
        ReplyRules.Shape async = route.reply().status().async();
        if (async != null) {
            parameters.add(header(
                    "Prefer",
                    false,
                    "The reply comes at once, and says where to look how far it is",
                    object("type", "string", "enum", List.of(async.preference()))));
        }
        if (OpenApiResponses.isConditional(route)) {
            parameters.add(
                    header("If-Match", false, "Only if the version is one of these entity tags, or any (*)", TAGS));
            parameters.add(header(
                    "If-None-Match",
                    false,
                    "Only if the version is none of these entity tags, or there is none (*)",
                    TAGS));
        }
    }

    private static Map<String, Object> header(
            String name, boolean required, String description, Map<String, Object> schema) {
        return object("name", name, "in", "header", "required", required, "description", description, "schema", schema);
    }
}
