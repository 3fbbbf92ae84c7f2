package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.MessageExample;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.Sender;
import io.wizd.server.http.route.EnvelopeResource;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.HttpReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of the description of the API. Static, any thread. */
final class OpenApiOperation {
    /** What nobody needs credentials for. */
    private static final List<Object> OPEN = List.of();

    private OpenApiOperation() {}

    /** A message type under one of its routes. */
    static Map<String, Object> of(MessageType<?, ?> row, Route route, String name, MessageExample example) {
        MessageSpec<?, ?> spec = row.spec();
        return object(
                "operationId", name,
                "summary", spec.summary(),
                "description", description(spec),
                "tags", List.of(row.group().name()),
                "security", security(spec.access(), spec.sender()),
                "parameters", OpenApiParameters.of(spec, route, example),
                "requestBody", route.takesBody() ? OpenApiRequestBody.of(spec, route, example) : null,
                "responses", OpenApiResponses.of(spec, route, example));
    }

    private static String description(MessageSpec<?, ?> spec) {
        String twice = switch (spec.effect()) {
            case READ -> "It changes nothing.";
            case IDEMPOTENT_WRITE -> "It may be sent again after a lost reply.";
            case WRITE ->
                "Sent again, it may change something again"
                        + (spec.honoursRequestId() ? ", unless it has an Idempotency-Key." : ".");
        };
        return "The message type " + spec.type() + ". " + twice + needed(spec.access());
    }

    private static String needed(Access access) {
        if (access.isOpen()) {
            return "";
        }
        return access.equals(Access.ACCOUNT) ? " Needs an account." : " Needs the role " + access.role() + ".";
    }

    private static List<Object> security(Access access, Sender sender) {
        if (access.asksWho()) {
            Map<String, Object> password = Map.of("account", List.of());
            Map<String, Object> token = Map.of("accountToken", List.of());
            Map<String, Object> cookie = Map.of("accountCookie", List.of());
            return access.isOpen() ? List.of(Map.of(), password, token, cookie) : List.of(password, token, cookie);
        }
        return sender == Sender.CARD_USER ? List.of(Map.of("cardToken", List.of())) : OPEN;
    }

    /** The same without the bodies of its responses, as HEAD has it. */
    static Map<String, Object> withoutBodies(Map<String, Object> get) {
        Map<String, Object> head = new LinkedHashMap<>(get);
        head.put("operationId", OperationName.of("head " + get.get("operationId")));
        Map<String, Object> responses = new LinkedHashMap<>();
        if (get.get("responses") instanceof Map<?, ?> all) {
            all.forEach((status, response) -> responses.put(String.valueOf(status), headOf(response)));
        }
        head.put("responses", responses);
        return head;
    }

    private static Object headOf(@Nullable Object response) {
        if (response instanceof Map<?, ?> fields && fields.containsKey("description")) {
            return object("description", fields.get("description"), "headers", fields.get("headers"));
        }
        return object("description", "As with GET, without its body");
    }

    /** The path of envelopes. */
    static Map<String, Object> ofEnvelopes() {
        Map<String, Object> ping = object("msgType", "ping", "seqNum", 1);
        return object(
                "operationId", "sendEnvelopes",
                "summary", "Send one envelope, or an array of them, answered in the same form",
                "description",
                        "What the envelope does not say of its sender, header fields say: Authorization, X-User-ID,"
                                + " X-Device-ID, Idempotency-Key. POST / does the same.",
                "tags", List.of(OpenApi.SERVER),
                "security",
                        List.of(
                                Map.of(),
                                Map.of("account", List.of()),
                                Map.of("accountToken", List.of()),
                                Map.of("accountCookie", List.of()),
                                Map.of("cardToken", List.of())),
                "requestBody", object("required", true, "content", Fragment.json(oneOrMany("Envelope"), ping)),
                "responses", responsesToEnvelopes());
    }

    private static Map<String, Object> responsesToEnvelopes() {
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(
                "200",
                object(
                        "description",
                        "The reply; or the replies, each of which may be an error",
                        "content",
                        Fragment.json(oneOrMany("ReplyEnvelope"), null)));
        for (int status : OpenApiProblems.statusesOfMessages()) {
            Map<String, Object> content = new LinkedHashMap<>(Fragment.json(Fragment.schema("ReplyEnvelope"), null));
            content.putAll(OpenApiProblems.problem());
            responses.put(
                    Integer.toString(status),
                    object(
                            "description",
                            "The message failed, or the request as a whole",
                            "headers",
                            OpenApiProblems.headers(status),
                            "content",
                            content));
        }
        return responses;
    }

    private static Map<String, Object> oneOrMany(String schema) {
        return object(
                "oneOf",
                List.of(
                        Fragment.schema(schema),
                        object(
                                "type",
                                "array",
                                "maxItems",
                                EnvelopeResource.MAX_ITEMS,
                                "items",
                                Fragment.schema(schema))));
    }

    /** The page of {@code /}. */
    static Map<String, Object> ofStartPage() {
        Map<String, Object> responses = new LinkedHashMap<>(OpenApiProblems.ofStartPage());
        responses.put("200", object("description", "The page", "content", Map.of("text/html", Fragment.TEXT)));
        return page(
                "startPage",
                "Say in a browser what runs here, and where to go",
                "Who does not like HTML better than JSON, as most programs, gets 405: POST / takes envelopes, as POST"
                        + " /messages does.",
                OPEN,
                responses);
    }

    /** A page of the server. */
    static Map<String, Object> of(ServerPage page) {
        Map<String, Object> responses = new LinkedHashMap<>(OpenApiProblems.ofPage(page.access()));
        boolean isJson = page.mediaType().equals(HttpReply.JSON);
        page.statuses().forEach((status, meaning) -> {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put(page.mediaType(), isJson ? Map.of("schema", Map.of("type", "object")) : Fragment.TEXT);
            if (status >= 400) {
                content.putAll(OpenApiProblems.problem());
            }
            responses.put(
                    status.toString(),
                    object("description", meaning, "headers", OpenApiProblems.headers(status), "content", content));
        });
        return page(
                OperationName.of(page.path()),
                page.summary(),
                "A page of the server itself. It changes nothing." + needed(page.access()),
                security(page.access(), Sender.ANYONE),
                responses);
    }

    private static Map<String, Object> page(
            String operationId,
            String summary,
            String description,
            List<Object> security,
            Map<String, Object> responses) {
        return object(
                "operationId",
                operationId,
                "summary",
                summary,
                "description",
                description,
                "tags",
                List.of(OpenApi.SERVER),
                "security",
                security,
                "responses",
                responses);
    }
}
