package io.wizd.server.http;

import io.wizd.handlers.RecordBinder;
import io.wizd.handlers.Route;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.EntityTags.Comparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts a message together from a request to a route, as the route declares it. Immutable, any thread. */
final class RouteMessage {
    private static final String OCTETS = "application/octet-stream";

    private final Route route;
    private final RecordBinder<?> binder;
    private final List<String> variableNames;
    private final boolean mayHaveFieldsOutsideBody;

    RouteMessage(Route route, RecordBinder<?> binder) {
        this.route = route;
        this.binder = binder;
        this.variableNames = Router.variableNames(route.path());
        this.mayHaveFieldsOutsideBody =
                !variableNames.isEmpty() || route.isConditional() || route.anyTypeBody() != null;
    }

    /** @throws WizdException where the request is at fault */
    Json of(Resource.Request request) {
        Map<String, String> fields = fields(request);
        String bodyField = route.bodyField();
        Route.AnyTypeBody anyType = route.anyTypeBody();
        if (!route.takesBody()) {
            return RequestJson.of(fields, binder);
        }
        if (bodyField == null) {
            return RequestJson.withObject(fields, binder, request.body());
        }
        String contentType = request.head().fields().contentType;
        if (anyType == null || HeadChecks.isPlainJson(contentType)) {
            return RequestJson.withBodyField(fields, binder, bodyField, request.body());
        }
        fields.put(anyType.typeField(), Objects.requireNonNullElse(contentType, OCTETS));
        return RequestJson.withBytes(fields, binder, bodyField, request.body());
    }

    private Map<String, String> fields(Resource.Request request) {
        RequestFields head = request.head().fields();
        Map<String, String> query = request.head().target().query();
        if (query.isEmpty() && !mayHaveFieldsOutsideBody) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < variableNames.size(); i++) {
            fields.put(variableNames.get(i), request.variables().get(i));
        }
        query.forEach((name, value) -> addParameter(fields, name, value));
        if (route.isConditional() && head.ifMatch != null) {
            fields.put(Route.IF_MATCH_FIELD, EntityTags.versions(head.ifMatch, Comparison.STRONG));
        }
        if (route.isConditional() && head.ifNoneMatch != null) {
            fields.put(Route.IF_NONE_MATCH_FIELD, EntityTags.versions(head.ifNoneMatch, Comparison.WEAK));
        }
        return fields;
    }

    private void addParameter(Map<String, String> fields, String name, String value) {
        if (!isParameter(route, name) || !binder.declares(name)) {
            throw WizdException.ofField(name, "there is no parameter " + name + " here");
        }
        if (fields.putIfAbsent(name, value) != null) {
            throw WizdException.ofField(name, name + " stands there twice");
        }
    }

    /** Whether a field may be given in the query: not where the body or a header field is its place. */
    static boolean isParameter(Route route, String field) {
        Route.AnyTypeBody anyType = route.anyTypeBody();
        boolean body = field.equals(route.bodyField()) || anyType != null && field.equals(anyType.typeField());
        boolean condition = route.isConditional() && isCondition(field);
        return !body && !condition;
    }

    /** Whether the field is what If-Match or If-None-Match becomes. */
    static boolean isCondition(String field) {
        return field.equals(Route.IF_MATCH_FIELD) || field.equals(Route.IF_NONE_MATCH_FIELD);
    }
}
