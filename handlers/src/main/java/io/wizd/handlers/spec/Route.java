package io.wizd.handlers.spec;

import org.jspecify.annotations.Nullable;

/**
 * The REST face of a message type, as a {@link RouteBuilder} has said it. Names in braces, the query's names and the fields
 * of a JSON body are the fields of the message. Immutable, any thread.
 *
 * @param verb the HTTP method, in capitals
 * @param path a template such as {@code /kv/{key}}; a trailing slash makes no difference
 * @param request where the fields of the message come from, besides path and query
 * @param reply what becomes of the reply
 * @param name what the operation is called in the description of the API; null for what its type is called
 */
public record Route(
        String verb,
        String path,
        Request request,
        ReplyRules reply,
        @Nullable String name) {
    /** The field that If-Match becomes where the request is conditional: {@code *}, or versions with commas. */
    public static final String IF_MATCH_FIELD = "ifMatch";

    /** The field that If-None-Match becomes. */
    public static final String IF_NONE_MATCH_FIELD = "ifNoneMatch";

    /**
     * What a request may bring.
     *
     * @param bodyField the field that is the whole body; null if the body is an object of fields
     * @param anyTypeBody what a body may be that is not JSON; null if it must be JSON
     * @param upload whether the body goes to a file
     * @param forms whether the body may be a form
     * @param conditional whether a write takes If-Match and If-None-Match
     */
    public record Request(
            @Nullable String bodyField,
            @Nullable AnyTypeBody anyTypeBody,
            boolean upload,
            boolean forms,
            boolean conditional) {}

    /**
     * A request body of any Content-Type.
     *
     * @param typeField the field that holds the Content-Type, where that is not JSON
     * @param maxBytes the largest body, which may be more than a message may have
     */
    public record AnyTypeBody(String typeField, int maxBytes) {}

    /** GET, answered with 200; HEAD comes with it. */
    public static RouteBuilder get(String path) {
        return new RouteBuilder("GET", path);
    }

    /** POST, answered with 200. */
    public static RouteBuilder post(String path) {
        return new RouteBuilder("POST", path);
    }

    /** PUT, answered with 200. */
    public static RouteBuilder put(String path) {
        return new RouteBuilder("PUT", path);
    }

    /** PATCH, answered with 200. */
    public static RouteBuilder patch(String path) {
        return new RouteBuilder("PATCH", path);
    }

    /** DELETE, answered with 200; a request body has no meaning. */
    public static RouteBuilder delete(String path) {
        return new RouteBuilder("DELETE", path);
    }

    /** Whether a request body means something. */
    public boolean takesBody() {
        return !verb.equals("GET") && !verb.equals("DELETE");
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
