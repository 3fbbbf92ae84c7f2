package io.wizd.server.http.route;

import io.wizd.handlers.spec.MessageContent;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.handlers.spec.ReplyRules;
import io.wizd.handlers.spec.Route;
import io.wizd.program.Suggestion;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.body.FormBody;
import io.wizd.server.http.body.RequestJson;
import io.wizd.server.http.form.EntityTags;
import io.wizd.server.http.form.EntityTags.Comparison;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.PathTemplate;
import io.wizd.server.http.wire.RequestFields;
import io.wizd.server.http.wire.RequestTarget;
import io.wizd.server.http.wire.SameField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a message together from a request to a route, as the route declares it. Immutable, any thread. */
public final class RouteMessage {
    /** So that an error is not much larger than what it refuses. */
    private static final int MOST_WRONG_TOLD = 16;

    private final Route route;
    private final RecordBinder<?> binder;
    private final List<String> variableNames;
    private final boolean mayHaveFieldsOutsideBody;

    RouteMessage(Route route, RecordBinder<?> binder) {
        this.route = route;
        this.binder = binder;
        this.variableNames = PathTemplate.variableNames(route.path());
        this.mayHaveFieldsOutsideBody = !variableNames.isEmpty()
                || route.request().conditional()
                || route.request().anyTypeBody() != null;
    }

    /**
     * What the message carries.
     *
     * @param shape the shape of the reply that header fields ask for; null for the usual one
     * @throws WizdException if the request is at fault
     */
    MessageContent of(Resource.Request request, ReplyRules.@Nullable Shape shape) {
        Map<String, String> fields = shape == null ? fields(request) : new LinkedHashMap<>(fields(request));
        if (shape != null) {
            fields.put(shape.field(), shape.value());
        }
        if (!route.takesBody() || route.request().upload()) {
            return MessageContent.of(fields, Map.of()).with(request.upload());
        }
        String contentType = request.head().fields().contentType;
        if (route.request().forms() && contentType != null && FormBody.isForm(contentType)) {
            return MessageContent.of(withForm(fields, FormBody.fields(contentType, request.body())), Map.of());
        }
        String bodyField = route.request().bodyField();
        return bodyField == null
                ? withObject(fields, request.body())
                : withValue(fields, bodyField, contentType, request.body());
    }

    /**
     * A request body that is an object of more fields: what was read from a path can be sent back to it as it is.
     *
     * @throws WizdException {@code BAD_FIELD} if both have a field, and not the same
     */
    private MessageContent withObject(Map<String, String> fields, byte[] body) {
        if (body.length == 0) {
            return MessageContent.of(fields, Map.of());
        }
        Json object = RequestJson.object(body);
        Map<String, String> others = fields.isEmpty() ? fields : SameField.notIn(object, fields, binder);
        return new MessageContent(object, others, Map.of(), null);
    }

    /** A request body that is the value of one field: JSON, of which there may be none, or bytes. */
    private MessageContent withValue(
            Map<String, String> fields, String bodyField, @Nullable String contentType, byte[] body) {
        Route.AnyTypeBody anyType = route.request().anyTypeBody();
        if (anyType != null && !HeadChecks.isPlainJson(contentType)) {
            fields.put(anyType.typeField(), Objects.requireNonNullElse(contentType, HttpReply.OCTETS));
            return MessageContent.of(fields, Map.of(bodyField, RequestJson.base64(body)));
        }
        return MessageContent.of(fields, body.length == 0 ? Map.of() : Map.of(bodyField, RequestJson.value(body)));
    }

    /** What the record does not declare is passed over, as in JSON. */
    private Map<String, String> withForm(Map<String, String> fields, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        form.forEach((name, value) -> {
            String before = binder.declares(name) ? all.putIfAbsent(name, value) : null;
            if (before != null && !before.equals(value)) {
                throw SameField.differs(name, before, '"' + value + '"');
            }
        });
        return all;
    }

    private Map<String, String> fields(Resource.Request request) {
        RequestFields head = request.head().fields();
        Set<String> repeated = new LinkedHashSet<>(0);
        Map<String, String> query = request.head().target().query(repeated::add);
        if (query.isEmpty() && !mayHaveFieldsOutsideBody) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < variableNames.size(); i++) {
            fields.put(variableNames.get(i), request.variables().get(i));
        }
        takeParameters(query, repeated, fields);
        if (route.request().conditional() && head.ifMatch != null) {
            fields.put(Route.IF_MATCH_FIELD, EntityTags.versions(head.ifMatch, Comparison.STRONG));
        }
        if (route.request().conditional() && head.ifNoneMatch != null) {
            fields.put(Route.IF_NONE_MATCH_FIELD, EntityTags.versions(head.ifNoneMatch, Comparison.WEAK));
        }
        return fields;
    }

    private void takeParameters(Map<String, String> query, Set<String> repeated, Map<String, String> fields) {
        List<Fault> wrong = new ArrayList<>(0);
        query.forEach((name, value) -> {
            if (!isParameter(route, name) || !binder.declares(name)) {
                wrong.add(Fault.ofField(
                        name, "there is no parameter " + name + " here" + Suggestion.didYouMean(binder.near(name))));
            } else if (fields.putIfAbsent(name, value) != null || repeated.contains(name)) {
                wrong.add(RequestTarget.twice(name));
            }
        });
        if (!wrong.isEmpty()) {
            throw new WizdException(Fault.of(withThoseOfValues(wrong, fields)));
        }
    }

    /** With a body, nobody knows yet whether a field is missing. */
    private List<Fault> withThoseOfValues(List<Fault> wrong, Map<String, String> fields) {
        List<Fault> all = new ArrayList<>(wrong.subList(0, Math.min(wrong.size(), MOST_WRONG_TOLD)));
        if (!route.takesBody()) {
            try {
                binder.bind(MessageContent.of(fields, Map.of()));
            } catch (WizdException e) {
                all.add(e.fault());
            }
        }
        return all;
    }

    /** Whether a field may be given in the query: not where the body or a header field is its place. */
    public static boolean isParameter(Route route, String field) {
        Route.AnyTypeBody anyType = route.request().anyTypeBody();
        boolean body =
                field.equals(route.request().bodyField()) || anyType != null && field.equals(anyType.typeField());
        boolean condition = route.request().conditional() && isCondition(field);
        boolean preference = route.reply().preferredFields().anyMatch(field::equals);
        return !body && !condition && !preference;
    }

    /** Whether the field is what If-Match or If-None-Match becomes. */
    static boolean isCondition(String field) {
        return field.equals(Route.IF_MATCH_FIELD) || field.equals(Route.IF_NONE_MATCH_FIELD);
    }
}
