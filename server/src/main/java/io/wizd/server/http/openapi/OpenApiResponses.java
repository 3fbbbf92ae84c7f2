package io.wizd.server.http.openapi;

import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.ReplyRules;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.server.http.form.Form;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an operation may be answered with, in the description of the API. Static, any thread. */
final class OpenApiResponses {
    /** What any message may be answered with, besides what its spec says. */
    private static final List<ErrorCode> COMMON = List.of(
            ErrorCode.BAD_FIELD,
            ErrorCode.NOT_ACCEPTABLE,
            ErrorCode.TOO_LARGE,
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            ErrorCode.INTERNAL,
            ErrorCode.OVERLOADED);

    private static final Map<String, Object> TEXT = Map.of("schema", Map.of("type", "string"));

    private OpenApiResponses() {}

    /** Of a message type under one of its routes. */
    static Map<String, Object> of(MessageSpec<?, ?> spec, Route route) {
        ReplyRules rules = route.reply();
        int usual = rules.status().usual();
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(Integer.toString(usual), success(spec, rules, usual));
        if (rules.status().createdField() != null) {
            responses.put("201", success(spec, rules, 201));
        }
        if (rules.status().async() != null) {
            responses.put("202", success(spec, rules, 202));
        }
        if (isTaggedRead(route)) {
            responses.put("304", Map.of("description", "The version is one that If-None-Match names"));
        }
        errors(spec, route).forEach((status, codes) -> responses.put(Integer.toString(status), error(codes)));
        return responses;
    }

    /** Whether If-Match and If-None-Match decide something. */
    static boolean isConditional(Route route) {
        return route.request().conditional() || isTaggedRead(route);
    }

    private static boolean isTaggedRead(Route route) {
        return route.verb().equals("GET") && route.reply().headers().versionField() != null;
    }

    private static Map<String, Object> success(MessageSpec<?, ?> spec, ReplyRules rules, int status) {
        Map<String, Object> success = new LinkedHashMap<>();
        success.put(
                "description",
                switch (status) {
                    case 201 -> "It was made";
                    case 202 -> "With Prefer: respond-async: it has begun";
                    default -> "Success";
                });
        success.put("headers", headers(rules, status));
        if (status != 204) {
            success.put(
                    "content", status == 202 ? OpenApiOperation.json(replySchema(spec, rules)) : content(spec, rules));
        }
        return success;
    }

    private static Map<String, Object> headers(ReplyRules rules, int status) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (rules.headers().versionField() != null && status != 204) {
            headers.put("ETag", header("The version, in quotes"));
        }
        String location = rules.status().location();
        if (location != null && (status == 201 || status == 202)) {
            headers.put("Location", header("Where the new resource is: " + location));
        }
        if (rules.headers().staleField() != null) {
            headers.put("Warning", header("110 where this may be stale, because the owner of the data is away"));
        }
        if (rules.headers().paging() != null) {
            headers.put("Link", header("The next page, as rel=\"next\"; absent on the last one"));
        }
        return headers;
    }

    private static Map<String, Object> header(String description) {
        return Map.of("description", description, "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> content(MessageSpec<?, ?> spec, ReplyRules rules) {
        String only = rules.forms().only();
        if (only != null) {
            return Map.of(only, TEXT);
        }
        Map<String, Object> content = new LinkedHashMap<>(OpenApiOperation.json(replySchema(spec, rules)));
        if (rules.forms().negotiated()) {
            Form.OF_ANY_REPLY.forEach(form -> content.putIfAbsent(form.mediaType, TEXT));
        }
        rules.forms().lists().forEach(shape -> content.putIfAbsent(shape.preference(), TEXT));
        if (rules.body().typeField() != null) {
            content.put("*/*", Map.of());
        }
        return content;
    }

    private static Map<String, Object> replySchema(MessageSpec<?, ?> spec, ReplyRules rules) {
        for (RecordComponent component : spec.out().getRecordComponents()) {
            if (component.getName().equals(rules.body().field())) {
                return JsonSchema.ofField(component);
            }
        }
        return JsonSchema.of(spec.out());
    }

    private static Map<Integer, List<String>> errors(MessageSpec<?, ?> spec, Route route) {
        Set<ErrorCode> codes = new LinkedHashSet<>(spec.errors());
        codes.addAll(COMMON);
        if (!spec.access().isOpen()) {
            codes.addAll(List.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN));
        }
        if (route.request().upload() || spec.effect() != Effect.READ) {
            codes.add(ErrorCode.INSUFFICIENT_STORAGE);
        }
        if (isConditional(route)) {
            codes.add(ErrorCode.PRECONDITION_FAILED);
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
                Map.of("application/problem+json", Map.of("schema", OpenApiOperation.ref("Problem"))));
    }
}
