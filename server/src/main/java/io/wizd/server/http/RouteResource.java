package io.wizd.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.RecordBinder;
import io.wizd.handlers.Route;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message type under a path of its own, as its spec declares it. */
final class RouteResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(RouteResource.class);

    private final Dispatcher dispatcher;
    private final HandlerTable.Row<?, ?> row;
    private final Route route;
    private final List<String> variableNames;
    private final boolean takesBody;

    RouteResource(Dispatcher dispatcher, HandlerTable.Row<?, ?> row, Route route) {
        this.dispatcher = dispatcher;
        this.row = row;
        this.route = route;
        this.variableNames = Router.variableNames(route.path());
        this.takesBody = !route.verb().equals("GET");
    }

    @Override
    public String name() {
        return row.spec().type();
    }

    @Override
    public boolean takesBody() {
        return takesBody;
    }

    @Override
    public boolean needsCredentials(List<String> variables) {
        return !row.spec().access().isOpen();
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        Json body = message(request);
        dispatcher.dispatch(
                MessageResource.message(row.spec().type(), request.head().fields(), body),
                (message, outcome) -> whenReady.accept(replyTo(outcome)));
    }

    private Json message(Request request) {
        Map<String, String> fields = fields(request);
        RecordBinder<?> binder = row.binder();
        if (!takesBody) {
            return RequestJson.of(fields, binder);
        }
        return route.bodyField() == null
                ? RequestJson.withObject(fields, binder, request.body())
                : RequestJson.withBodyField(fields, binder, route.bodyField(), request.body());
    }

    private Map<String, String> fields(Request request) {
        Map<String, String> query = request.head().target().query();
        if (variableNames.isEmpty() && query.isEmpty()) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < variableNames.size(); i++) {
            fields.put(variableNames.get(i), request.variables().get(i));
        }
        query.forEach((name, value) -> {
            if (!row.binder().declares(name)) {
                throw WizdException.ofField(name, "there is no parameter " + name + " here");
            }
            if (fields.putIfAbsent(name, value) != null) {
                throw WizdException.ofField(name, name + " stands there twice");
            }
        });
        return fields;
    }

    private HttpReply replyTo(Outcome outcome) {
        try {
            return switch (outcome) {
                case Outcome.Success success -> success(success.data());
                case Outcome.Failure failure -> HttpReply.problem(failure.fault());
            };
        } catch (RuntimeException e) {
            LOG.error("{}: the reply does not fit the route {}", row.spec().type(), route, e);
            return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
        }
    }

    private HttpReply success(Json data) {
        if (route.replyField() == null && route.versionField() == null && route.location() == null) {
            return HttpReply.json(route.successStatus(), data);
        }
        Map<String, Json> fields = fieldsOf(data);
        Json body = route.replyField() == null ? data : fields.getOrDefault(route.replyField(), Json.NULL);
        HttpReply reply = HttpReply.json(route.successStatus(), body);
        if (route.versionField() != null) {
            reply = reply.with("ETag", "\"" + fields.get(route.versionField()) + "\"");
        }
        return route.location() == null ? reply : reply.with("Location", filled(route.location(), fields));
    }

    private static Map<String, Json> fieldsOf(Json object) {
        Map<String, Json> fields = new HashMap<>();
        try (JsonParser parser = Jsons.FACTORY.createParser(object.array(), object.offset(), object.length())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                fields.put(name, object.slice(object.offset() + start, end - start));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a reply is no JSON object", e);
        }
        return fields;
    }

    private static String filled(String template, Map<String, Json> fields) {
        String filled = template;
        for (String name : Router.variableNames(template)) {
            Json value = fields.getOrDefault(name, Json.NULL);
            String text = value.toString().startsWith("\"") ? Jsons.read(value, String.class) : value.toString();
            filled = filled.replace("{" + name + "}", Percent.encoded(text));
        }
        return filled;
    }
}
