package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.Sender;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The errors that an operation may be answered with, by their status. Static, any thread. */
final class OpenApiProblems {
    /** What any request may be answered with that leads somewhere. */
    private static final Set<ErrorCode> ANY_REQUEST = EnumSet.of(
            ErrorCode.BAD_REQUEST,
            ErrorCode.NOT_ACCEPTABLE,
            ErrorCode.REQUEST_TIMEOUT,
            ErrorCode.PRECONDITION_FAILED,
            ErrorCode.TOO_LARGE,
            ErrorCode.URI_TOO_LONG,
            ErrorCode.EXPECTATION_FAILED,
            ErrorCode.MISDIRECTED_REQUEST,
            ErrorCode.HEADERS_TOO_LARGE,
            ErrorCode.INTERNAL,
            ErrorCode.OVERLOADED,
            ErrorCode.STOPPING);

    /** And any message, besides what its spec says. */
    private static final Set<ErrorCode> ANY_MESSAGE = union(
            ANY_REQUEST,
            EnumSet.of(
                    ErrorCode.BAD_FIELD,
                    ErrorCode.NOT_JSON,
                    ErrorCode.BAD_VALUE,
                    ErrorCode.TOO_DEEP,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.DATABASE_AWAY,
                    ErrorCode.DEADLINE_EXCEEDED));

    /** And any write. */
    private static final Set<ErrorCode> ANY_WRITE =
            union(ANY_MESSAGE, EnumSet.of(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.INSUFFICIENT_STORAGE));

    /** Where credentials are looked at. */
    private static final Set<ErrorCode> OF_CREDENTIALS =
            EnumSet.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN, ErrorCode.RATE_LIMITED);

    /** What many operations share, so that it is said once. */
    private static final Map<Integer, Set<ErrorCode>> SHARED = byStatus(union(
            ANY_WRITE,
            EnumSet.of(
                    ErrorCode.UNAUTHORIZED,
                    ErrorCode.FORBIDDEN,
                    ErrorCode.CROSS_SITE,
                    ErrorCode.NOT_FOUND,
                    ErrorCode.KEY_NOT_FOUND)));

    private OpenApiProblems() {}

    /** Of a message type under one of its routes: what a response is, by its status. */
    static Map<String, Object> of(MessageSpec<?, ?> spec, Route route) {
        Set<ErrorCode> codes = EnumSet.copyOf(spec.effect() == Effect.READ ? ANY_MESSAGE : ANY_WRITE);
        codes.addAll(spec.errors());
        if (spec.access().asksWho()) {
            codes.addAll(OF_CREDENTIALS);
        }
        if (spec.sender() == Sender.CARD_USER) {
            codes.add(ErrorCode.BAD_TOKEN);
        }
        if (!route.verb().equals("GET")) {
            codes.add(ErrorCode.CROSS_SITE);
        }
        if (!route.takesBody()) {
            codes.remove(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        if (route.reply().status().usual() == 204) {
            codes.remove(ErrorCode.NOT_ACCEPTABLE);
        }
        return responses(codes);
    }

    /** Of a page of the server. */
    static Map<String, Object> ofPage(Access access) {
        return responses(access.asksWho() ? union(ANY_REQUEST, OF_CREDENTIALS) : ANY_REQUEST);
    }

    /** Of the page of {@code /}, which is refused to whom it is not for. */
    static Map<String, Object> ofStartPage() {
        Set<ErrorCode> codes = EnumSet.copyOf(ANY_REQUEST);
        codes.remove(ErrorCode.NOT_ACCEPTABLE);
        codes.add(ErrorCode.METHOD_NOT_ALLOWED);
        return responses(codes);
    }

    /** The statuses that a message alone may be answered with, whatever its type. */
    static Collection<Integer> statusesOfMessages() {
        Set<ErrorCode> codes = EnumSet.allOf(ErrorCode.class);
        codes.removeAll(List.of(
                ErrorCode.METHOD_NOT_ALLOWED,
                ErrorCode.MISDIRECTED_REQUEST,
                ErrorCode.LENGTH_REQUIRED,
                ErrorCode.NOT_IMPLEMENTED,
                ErrorCode.HTTP_VERSION_NOT_SUPPORTED));
        return byStatus(codes).keySet();
    }

    /** The responses of the components. */
    static Map<String, Object> shared() {
        Map<String, Object> shared = new LinkedHashMap<>();
        SHARED.forEach((status, codes) -> shared.put(name(status), response(status, codes)));
        return shared;
    }

    private static Map<String, Object> responses(Set<ErrorCode> codes) {
        Map<String, Object> responses = new LinkedHashMap<>();
        byStatus(codes).forEach((status, those) -> {
            boolean isShared = SHARED.getOrDefault(status, Set.of()).containsAll(those);
            responses.put(
                    status.toString(),
                    isShared ? Map.of("$ref", "#/components/responses/" + name(status)) : response(status, those));
        });
        return responses;
    }

    private static String name(int status) {
        return "Problem" + status;
    }

    private static Map<String, Object> response(int status, Set<ErrorCode> codes) {
        List<String> lines = codes.stream()
                .map(code -> code.name() + ": " + code.description())
                .toList();
        return object(
                "description", String.join("; ", lines),
                "headers", headers(status),
                "content", problem());
    }

    /** The body of an error. */
    static Map<String, Object> problem() {
        return Map.of("application/problem+json", Map.of("schema", Fragment.schema("Problem")));
    }

    /** The header fields of an error; null for none. */
    static @Nullable Map<String, Object> headers(int status) {
        return switch (status) {
            case 401 -> OpenApiResponses.header("WWW-Authenticate", "What credentials there may be");
            case 415 -> OpenApiResponses.header("Accept", "The media types that there may be");
            case 429, 503 -> OpenApiResponses.header("Retry-After", "Seconds until it is worth to try again");
            default -> null;
        };
    }

    private static Map<Integer, Set<ErrorCode>> byStatus(Set<ErrorCode> codes) {
        Map<Integer, Set<ErrorCode>> byStatus = new TreeMap<>();
        codes.forEach(code -> byStatus.computeIfAbsent(code.httpStatus(), status -> EnumSet.noneOf(ErrorCode.class))
                .add(code));
        return byStatus;
    }

    private static Set<ErrorCode> union(Set<ErrorCode> some, Set<ErrorCode> others) {
        Set<ErrorCode> union = EnumSet.copyOf(some);
        union.addAll(others);
        return union;
    }
}
