package io.wizd.server.http.openapi;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.HttpReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.json}: every message type and every page, as OpenAPI 3.1 has it. Made once; any thread. */
public final class OpenApi implements ServerPage {
    private static final String PATH = "/openapi.json";

    private final Content content;

    public OpenApi(HandlerTable table, List<ServerPage> pages, String version) {
        this.content = Content.json(Jsons.write(document(table, pages, version)));
    }

    @Override
    public String path() {
        return PATH;
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
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (MessageType<?, ?> row : table.rows()) {
            MessageSpec<?, ?> spec = row.spec();
            for (Route route : spec.routes()) {
                put(paths, route.path(), route.verb(), OpenApiOperation.of(spec, route));
            }
            Route byType = Route.post("/messages/" + spec.type()).route();
            put(paths, byType.path(), byType.verb(), OpenApiOperation.of(spec, byType));
        }
        put(paths, "/messages", "POST", OpenApiOperation.ofEnvelopes());
        pages.forEach(page -> put(paths, page.path(), "GET", OpenApiOperation.of(page)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of("title", "wizd", "version", version, "description", "JSON messages, and stored procedures"));
        document.put("paths", paths);
        document.put("components", components());
        return document;
    }

    private static void put(
            Map<String, Map<String, Object>> paths, String path, String verb, Map<String, Object> operation) {
        paths.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(verb.toLowerCase(Locale.ROOT), operation);
    }

    private static Map<String, Object> components() {
        List<String> codes = new ArrayList<>();
        for (ErrorCode code : ErrorCode.values()) {
            codes.add(code.name());
        }
        Map<String, Object> problem = Map.of(
                "type",
                "object",
                "description",
                "An error as RFC 9457 has it",
                "required",
                List.of("title", "status", "code", "detail"),
                "properties",
                Map.of(
                        "title", Map.of("type", "string", "description", "The reason phrase of the status"),
                        "status", Map.of("type", "integer"),
                        "code", Map.of("type", "string", "enum", codes),
                        "detail", Map.of("type", "string", "description", "One line for people"),
                        "field", Map.of("type", "string", "description", "The field at fault"),
                        "retryAfterMs", Map.of("type", "integer", "format", "int64"),
                        "errors",
                                Map.of(
                                        "type", "array",
                                        "description", "With BAD_FIELD: each field that is wrong",
                                        "items", fieldProblem(codes))));
        return Map.of(
                "schemas", Map.of("Problem", problem, "Envelope", JsonSchema.of(Envelope.class)),
                "securitySchemes", Map.of("account", Map.of("type", "http", "scheme", "basic")));
    }

    private static Map<String, Object> fieldProblem(List<String> codes) {
        return Map.of(
                "type", "object",
                "required", List.of("field", "code", "detail"),
                "properties",
                        Map.of(
                                "field", Map.of("type", "string", "description", "By its path"),
                                "code", Map.of("type", "string", "enum", codes),
                                "detail", Map.of("type", "string", "description", "One line for people")));
    }

    /** The shape of a message, for the description alone. */
    private record Envelope(
            @Doc("The type, or an alias of it") String msgType,

            @Doc("Echoed as it came: a number or a string") @Nullable
            Json seqNum,

            @Doc("Who sends it, as a card user") @Nullable String userID,
            @Doc("From which device") @Nullable String deviceID,
            @Doc("What proves it") @Nullable String token,

            @Doc("The same id within 24 hours gets the same reply") @Nullable
            String requestId,

            @Doc("The body, an object") @Nullable Json message) {}
}
