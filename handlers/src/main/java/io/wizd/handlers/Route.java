package io.wizd.handlers;

import org.jspecify.annotations.Nullable;

/**
 * The REST face of a message type. Names in braces, the query's names and the fields of a JSON body are the fields of
 * the message.
 *
 * @param verb the HTTP method, in capitals
 * @param path a template such as {@code /kv/{key}}; a trailing slash makes no difference
 * @param successStatus the HTTP status of success
 * @param bodyField the field that is the whole request body, whatever JSON that is; null where the body is an object of
 *     fields
 * @param replyField the field of the reply that is the whole response body; null for the whole reply
 * @param versionField the field of the reply that becomes the ETag
 * @param location a template of the Location header, its names in braces being fields of the reply
 */
public record Route(
        String verb,
        String path,
        int successStatus,
        @Nullable String bodyField,
        @Nullable String replyField,
        @Nullable String versionField,
        @Nullable String location) {

    /** GET, answered with 200; HEAD comes with it. */
    public static Route get(String path) {
        return of("GET", path);
    }

    /** POST, answered with 200. */
    public static Route post(String path) {
        return of("POST", path);
    }

    /** PUT, answered with 200. */
    public static Route put(String path) {
        return of("PUT", path);
    }

    private static Route of(String verb, String path) {
        return new Route(verb, path, 200, null, null, null, null);
    }

    /** The request body is the value of one field. */
    public Route bodyIs(String field) {
        return new Route(verb, path, successStatus, field, replyField, versionField, location);
    }

    /** The response body is the value of one field. */
    public Route replyIs(String field) {
        return new Route(verb, path, successStatus, bodyField, field, versionField, location);
    }

    /** The field that becomes the ETag. */
    public Route etag(String field) {
        return new Route(verb, path, successStatus, bodyField, replyField, field, location);
    }

    /** Answered with 201 and a Location. */
    public Route created(String locationTemplate) {
        return new Route(verb, path, 201, bodyField, replyField, versionField, locationTemplate);
    }
}
