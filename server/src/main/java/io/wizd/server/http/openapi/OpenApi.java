package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageExample;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Jsons;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.HttpReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /openapi.json}: every message type and every page, as OpenAPI 3.1 has it. Made once; any thread. */
public final class OpenApi implements ServerPage {
    /** The group of what is no message type. */
    static final String SERVER = "server";

    private static final String PATH = "/openapi.json";

    private static final String DESCRIPTION =
            "JSON messages, and stored procedures underneath. Every message type has an"
                    + " operation POST /messages/{its name}, and most have one under a path of their own that does the same. GET / in"
                    + " a browser says where to go. A trailing slash of a path makes no difference. An X-Request-Id or a traceparent"
                    + " is echoed. Methods that a path does not have are answered with 405, and methods that nobody knows with 501.";

    private final Content content;

    public OpenApi(HandlerTable table, List<ServerPage> pages, String version) {
        List<ServerPage> all = new ArrayList<>(pages);
        all.add(this);
        this.content = Content.json(Jsons.write(document(table, all, version)));
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String summary() {
        return "Describe this API";
    }

    @Override
    public String mediaType() {
        return HttpReply.JSON;
    }

    /** It is made already. */
    @Override
    public Lane lane() {
        return Lane.INLINE;
    }

    @Override
    public Content content() {
        return content;
    }

    private static Map<String, Object> document(HandlerTable table, List<ServerPage> pages, String version) {
        return object(
                "openapi", "3.1.0",
                "info",
                        object(
                                "title",
                                "wizd",
                                "version",
                                version,
                                "description",
                                DESCRIPTION,
                                "contact",
                                object("name", "Whoever runs this server")),
                "servers", List.of(object("url", "/", "description", "The server that this came from")),
                "tags", tags(table),
                "paths", paths(table, pages),
                "components", OpenApiComponents.all());
    }

    private static List<Object> tags(HandlerTable table) {
        LinkedHashSet<Object> tags = new LinkedHashSet<>();
        for (MessageType<?, ?> row : table.rows()) {
            tags.add(object(
                    "name", row.group().name(), "description", row.group().about()));
        }
        return List.copyOf(tags);
    }

    private static Map<String, Map<String, Object>> paths(HandlerTable table, List<ServerPage> pages) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (MessageType<?, ?> row : table.rows()) {
            MessageSpec<?, ?> spec = row.spec();
            MessageExample example = MessageExample.of(row);
            for (Route route : spec.routes()) {
                put(
                        paths,
                        route.path(),
                        route.verb(),
                        OpenApiOperation.of(row, route, OperationName.of(spec, route), example));
            }
            Route byType = Route.post("/messages/" + spec.type()).route();
            put(
                    paths,
                    byType.path(),
                    byType.verb(),
                    OpenApiOperation.of(row, byType, OperationName.of("send " + spec.type()), example));
        }
        put(paths, "/messages", "POST", OpenApiOperation.ofEnvelopes());
        put(paths, "/", "GET", OpenApiOperation.ofStartPage());
        pages.forEach(page -> put(paths, page.path(), "GET", OpenApiOperation.of(page)));
        return paths;
    }

    private static void put(
            Map<String, Map<String, Object>> paths, String path, String verb, Map<String, Object> operation) {
        String bare = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Map<String, Object> byVerb = paths.computeIfAbsent(bare, p -> new LinkedHashMap<>());
        byVerb.put(verb.toLowerCase(Locale.ROOT), operation);
        if (verb.equals("GET")) {
            byVerb.put("head", OpenApiOperation.withoutBodies(operation));
        }
    }
}
