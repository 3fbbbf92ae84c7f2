package io.wizd.handlers.spec;

import org.jspecify.annotations.Nullable;

/**
 * The REST face of a message type. Names in braces, the query's names and the fields of a JSON body are the fields of
 * the message. Built by chaining: each method gives a copy that says one thing more. Immutable, any thread.
 */
public final class Route {
    /** The field that If-Match becomes where {@link #conditional} is said: {@code *}, or versions with commas. */
    public static final String IF_MATCH_FIELD = "ifMatch";

    /** The field that If-None-Match becomes. */
    public static final String IF_NONE_MATCH_FIELD = "ifNoneMatch";

    private final String verb;
    private final String path;
    private final Request request;
    private final ReplyRules reply;

    /** Where the fields of the message come from, besides path and query. */
    private record Request(
            @Nullable String bodyField,
            @Nullable AnyTypeBody anyTypeBody,
            boolean upload,
            boolean forms,
            boolean conditional) {
        static final Request PLAIN = new Request(null, null, false, false, false);
    }

    /**
     * A request body of any Content-Type.
     *
     * @param typeField the field that holds the Content-Type, where that is not JSON
     * @param maxBytes the largest body, which may be more than a message may have
     */
    public record AnyTypeBody(String typeField, int maxBytes) {}

    private Route(String verb, String path, Request request, ReplyRules reply) {
        this.verb = verb;
        this.path = path;
        this.request = request;
        this.reply = reply;
    }

    private static Route of(String verb, String path) {
        return new Route(verb, path, Request.PLAIN, ReplyRules.PLAIN);
    }

    private Route with(Request other) {
        return new Route(verb, path, other, reply);
    }

    private Route with(ReplyRules.Status status) {
        return with(new ReplyRules(status, reply.headers(), reply.body(), reply.forms()));
    }

    private Route with(ReplyRules.Headers headers) {
        return with(new ReplyRules(reply.status(), headers, reply.body(), reply.forms()));
    }

    private Route with(ReplyRules.Body body) {
        return with(new ReplyRules(reply.status(), reply.headers(), body, reply.forms()));
    }

    private Route with(ReplyRules.Forms forms) {
        return with(new ReplyRules(reply.status(), reply.headers(), reply.body(), forms));
    }

    private Route with(ReplyRules other) {
        return new Route(verb, path, request, other);
    }

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

    /** PATCH, answered with 200. */
    public static Route patch(String path) {
        return of("PATCH", path);
    }

    /** DELETE, answered with 200; a request body has no meaning. */
    public static Route delete(String path) {
        return of("DELETE", path);
    }

    /** The request body is the value of one field, in JSON. */
    public Route bodyIs(String field) {
        return with(new Request(field, null, request.upload, request.forms, request.conditional));
    }

    /**
     * The request body is the value of one field, of any Content-Type: JSON goes in as it came; of anything else the
     * field holds the bytes in base64, and {@code typeField} the Content-Type.
     *
     * @param maxBytes the largest body, before base64; it may be more than {@code maxMessageBytes}
     */
    public Route bodyOfAnyType(String field, String typeField, int maxBytes) {
        AnyTypeBody body = new AnyTypeBody(typeField, maxBytes);
        return with(new Request(field, body, request.upload, request.forms, request.conditional));
    }

    /**
     * The request body is of any Content-Type and may be many times the heap: up to {@code wizd.maxUpload} bytes. It goes to
     * a file as it comes, which is {@link Call#upload}; gzip stays gzip. The fields of the message come from path and query
     * alone: they are checked, and the credentials, before the body is asked for.
     *
     * @throws IllegalStateException where the verb has no body, or the body is said to be something else
     */
    public Route upload() {
        if (!takesBody() || request.bodyField != null || request.forms) {
            throw new IllegalStateException(this + " cannot take an upload");
        }
        return with(new Request(null, null, true, false, request.conditional));
    }

    /**
     * The fields of the message may come as a form too: {@code application/x-www-form-urlencoded} or {@code
     * multipart/form-data} in UTF-8, without files. A value becomes what its field is declared to be, as in the query.
     *
     * @throws IllegalStateException where the body is not the fields of the message
     */
    public Route forms() {
        if (!takesBody() || request.bodyField != null || request.upload) {
            throw new IllegalStateException(this + " cannot take a form");
        }
        return with(new Request(null, null, false, true, request.conditional));
    }

    /** If-Match and If-None-Match become the fields {@code ifMatch} and {@code ifNoneMatch}; else they are refused. */
    public Route conditional() {
        return with(new Request(request.bodyField, request.anyTypeBody, request.upload, request.forms, true));
    }

    /** The response body is the value of one field. */
    public Route replyIs(String field) {
        return with(new ReplyRules.Body(field, null));
    }

    /** The same, but where the reply has {@code typeField}, the value is base64 of bytes, which go out with that type. */
    public Route replyOfAnyType(String field, String typeField) {
        return with(new ReplyRules.Body(field, typeField));
    }

    /** The field that becomes the ETag. */
    public Route etag(String field) {
        return with(reply.headers().etag(field));
    }

    /** Answered with 201 and a Location, its names in braces being fields of the reply. */
    public Route created(String locationTemplate) {
        return with(reply.status().created(locationTemplate));
    }

    /** Answered with 201 and a Location where this field of the reply is true, with 200 where it is not. */
    public Route createdIf(String field, String locationTemplate) {
        return with(reply.status().createdIf(field, locationTemplate));
    }

    /** Answered with 204 and no body. */
    public Route noContent() {
        return with(reply.status().noContent());
    }

    /** Where this field of the reply is true, the response says that it may be stale (Warning: 110). */
    public Route stale(String field) {
        return with(reply.headers().stale(field));
    }

    /** The cursor of the next page, and the query parameter that takes it; the response has a Link to that page. */
    public Route nextPage(String cursorField, String parameter) {
        return with(reply.headers().nextPage(new ReplyRules.Paging(cursorField, parameter)));
    }

    /** Answered in JSON, XML, HTML or plain text, whichever Accept likes best. */
    public Route negotiated() {
        return with(reply.forms().ofAnyReply());
    }

    /** The reply is mainly this array: as plain text, one item a line. */
    public Route listing(String field) {
        return listing(field, "", "");
    }

    /** The reply is mainly this array of objects: as plain text, one name a line; in HTML, the names are links. */
    public Route listing(String field, String nameField, String linkTemplate) {
        return with(reply.forms().listing(new ReplyRules.Listing(field, nameField, linkTemplate)));
    }

    /**
     * Where Accept likes this media type best, the field has the value, and the list that the handler then streams is sent
     * as {@code text/csv}, {@code application/x-ndjson} or {@code text/event-stream}.
     */
    public Route listAs(String mediaType, String field, String value) {
        return with(reply.forms().listAs(new ReplyRules.Shape(mediaType, field, value)));
    }

    /** The list that the handler streams is sent as {@code text/csv} and as nothing else, JSON neither. */
    public Route only(String mediaType) {
        return with(reply.forms().only(mediaType));
    }

    /** With {@code Prefer: respond-async} the field has the value, and the response is 202 with a Location. */
    public Route respondAsync(String field, String value, String locationTemplate) {
        ReplyRules.Shape async = new ReplyRules.Shape("respond-async", field, value);
        return with(reply.status().respondAsync(async, locationTemplate));
    }

    /** The HTTP method, in capitals. */
    public String verb() {
        return verb;
    }

    /** A template such as {@code /kv/{key}}; a trailing slash makes no difference. */
    public String path() {
        return path;
    }

    /** Whether a request body means something. */
    public boolean takesBody() {
        return !verb.equals("GET") && !verb.equals("DELETE");
    }

    /** The field that is the whole request body; null where the body is an object of fields. */
    public @Nullable String bodyField() {
        return request.bodyField;
    }

    /** What a body may be that is not JSON; null where it must be JSON. */
    public @Nullable AnyTypeBody anyTypeBody() {
        return request.anyTypeBody;
    }

    /** Whether the body goes to a file. */
    public boolean isUpload() {
        return request.upload;
    }

    /** Whether the body may be a form. */
    public boolean takesForms() {
        return request.forms;
    }

    /** Whether a write takes If-Match and If-None-Match. */
    public boolean isConditional() {
        return request.conditional;
    }

    /** What becomes of the reply. */
    public ReplyRules reply() {
        return reply;
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
