package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MessageExample;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.ReplyRules;
import io.wizd.handlers.spec.Route;
import io.wizd.server.http.form.Form;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operation may be answered with, in the description of the API. Static, any thread. */
final class OpenApiResponses {
    private OpenApiResponses() {}

    /** Of a message type under one of its routes. */
    static Map<String, Object> of(MessageSpec<?, ?> spec, Route route, MessageExample example) {
        ReplyRules rules = route.reply();
        Map<String, Object> responses = new LinkedHashMap<>();
        rules.status()
                .successes()
                .forEach(status ->
                        responses.put(Integer.toString(status), success(spec, rules, status, example.data())));
        if (isTaggedRead(route)) {
            responses.put(
                    "304",
                    object(
                            "description",
                            "The version is one that If-None-Match names",
                            "headers",
                            header("ETag", "The version, in quotes")));
        }
        responses.putAll(OpenApiProblems.of(spec, route));
        return responses;
    }

    /** Whether If-Match and If-None-Match decide something. */
    static boolean isConditional(Route route) {
        return route.request().conditional() || isTaggedRead(route);
    }

    private static boolean isTaggedRead(Route route) {
        return route.verb().equals("GET") && route.reply().headers().versionField() != null;
    }

    private static Map<String, Object> success(
            MessageSpec<?, ?> spec, ReplyRules rules, int status, @Nullable JsonNode data) {
        Map<String, Object> headers = headers(rules, status);
        Map<String, Object> content = status == 202 ? json(spec, rules, data) : content(spec, rules, data);
        return object(
                "description",
                switch (status) {
                    case 201 -> "It was made";
                    case 202 -> "With Prefer: respond-async: it has begun";
                    case 204 -> "It is done";
                    default -> "Success";
                },
                "headers",
                headers.isEmpty() ? null : headers,
                "content",
                status == 204 ? null : content);
    }

    private static Map<String, Object> headers(ReplyRules rules, int status) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (rules.headers().versionField() != null && status != 204) {
            headers.putAll(header("ETag", "The version, in quotes"));
        }
        String location = rules.status().location();
        if (location != null && (status == 201 || status == 202)) {
            headers.putAll(header("Location", "Where the new resource is: " + location));
        }
        if (status == 202) {
            headers.putAll(header("Preference-Applied", "respond-async"));
        }
        if (rules.headers().staleField() != null) {
            headers.putAll(header("Warning", "110 where this may be stale, because the owner of the data is away"));
        }
        if (rules.headers().tokenField() != null) {
            headers.putAll(header("Set-Cookie", "The token, where scripts of pages cannot read it"));
        }
        if (rules.headers().endsCookie()) {
            headers.putAll(header("Set-Cookie", "Removes that cookie"));
        }
        if (rules.headers().paging() != null) {
            headers.putAll(header("Link", "The next page, as rel=\"next\"; absent on the last one"));
        }
        return headers;
    }

    /** One header field of a response. */
    static Map<String, Object> header(String name, String description) {
        return object(name, object("description", description, "schema", Map.of("type", "string")));
    }

    private static Map<String, Object> content(MessageSpec<?, ?> spec, ReplyRules rules, @Nullable JsonNode data) {
        String only = rules.forms().only();
        if (only != null) {
            return Map.of(only, Fragment.TEXT);
        }
        Map<String, Object> content = new LinkedHashMap<>(json(spec, rules, data));
        if (rules.forms().negotiated()) {
            Form.OF_ANY_REPLY.forEach(form -> content.putIfAbsent(form.mediaType, Fragment.TEXT));
        }
        rules.forms().lists().forEach(shape -> content.putIfAbsent(shape.preference(), Fragment.TEXT));
        if (rules.body().typeField() != null) {
            content.put("*/*", Fragment.BYTES);
        }
        return content;
    }

    /** The reply, or the field of it that is the body. */
    private static Map<String, Object> json(MessageSpec<?, ?> spec, ReplyRules rules, @Nullable JsonNode data) {
        for (RecordComponent component : spec.out().getRecordComponents()) {
            if (component.getName().equals(rules.body().field())) {
                return Fragment.json(
                        JsonSchema.ofField(component), data == null ? null : data.get(component.getName()));
            }
        }
        return Fragment.json(JsonSchema.of(spec.out()), data);
    }
}
