package io.wizd.handlers.spec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says a {@link Route}, one thing a line; begins with {@link Route#get} and the like, and ends with {@link MessageSpec#routes}.
 * One thread.
 */
public final class RouteBuilder {
    private final String verb;
    private final String path;
    private @Nullable String name;

    // The request.
    private @Nullable String bodyField;
    private Route.@Nullable AnyTypeBody anyTypeBody;
    private boolean upload;
    private boolean forms;
    private boolean conditional;

    // The reply: its status, header fields and body, and the forms it comes in.
    private int usualStatus = 200;
    private @Nullable String createdField;
    private @Nullable String location;
    private ReplyRules.@Nullable Shape async;
    private @Nullable String versionField;
    private @Nullable String staleField;
    private ReplyRules.@Nullable Paging paging;
    private @Nullable String tokenField;
    private boolean endsCookie;
    private @Nullable String replyField;
    private @Nullable String replyTypeField;
    private boolean negotiated;
    private @Nullable String onlyType;
    private final List<ReplyRules.Shape> lists = new ArrayList<>();
    private ReplyRules.@Nullable Listing listing;

    RouteBuilder(String verb, String path) {
        this.verb = verb;
        this.path = path;
    }

    /**
     * What the operation is called in the description of the API, and so in clients that are generated from it, in words with
     * dashes between, as types are. The first route of a type needs no name.
     */
    public RouteBuilder named(String operation) {
        name = operation;
        return this;
    }

    /** The request body is the value of one field, in JSON. */
    public RouteBuilder bodyIs(String field) {
        bodyField = field;
        return this;
    }

    /**
     * The request body is the value of one field, of any Content-Type: JSON goes in as it came; of anything else the
     * field holds the bytes in base64, and {@code typeField} the Content-Type.
     *
     * @param maxBytes the largest body, before base64; it may be more than {@code maxMessageBytes}
     */
    public RouteBuilder bodyOfAnyType(String field, String typeField, int maxBytes) {
        bodyField = field;
        anyTypeBody = new Route.AnyTypeBody(typeField, maxBytes);
        return this;
    }

    /**
     * The request body is of any Content-Type and may be many times the heap: up to {@code wizd.maxUpload} bytes. It goes to
     * a file as it comes, which is {@link Call#upload}; gzip stays gzip. The fields of the message come from path and query
     * alone: they are checked, and the credentials, before the body is asked for.
     */
    public RouteBuilder upload() {
        upload = true;
        return this;
    }

    /**
     * The fields of the message may come as a form too: {@code application/x-www-form-urlencoded} or {@code
     * multipart/form-data} in UTF-8, without files. A value becomes what its field is declared to be, as in the query.
     */
    public RouteBuilder forms() {
        forms = true;
        return this;
    }

    /** If-Match and If-None-Match become the fields {@code ifMatch} and {@code ifNoneMatch}; else they are refused. */
    public RouteBuilder conditional() {
        conditional = true;
        return this;
    }

    /** Answered with 201 and a Location, its names in braces being fields of the reply. */
    public RouteBuilder created(String locationTemplate) {
        usualStatus = 201;
        location = locationTemplate;
        return this;
    }

    /** Answered with 201 and a Location where this field of the reply is true, with 200 where it is not. */
    public RouteBuilder createdIf(String field, String locationTemplate) {
        createdField = field;
        location = locationTemplate;
        return this;
    }

    /** Answered with 204 and no body. */
    public RouteBuilder noContent() {
        usualStatus = 204;
        return this;
    }

    /** With {@code Prefer: respond-async} the field has the value, and the response is 202 with a Location. */
    public RouteBuilder respondAsync(String field, String value, String locationTemplate) {
        async = new ReplyRules.Shape("respond-async", field, value);
        location = locationTemplate;
        return this;
    }

    /** The field that becomes the ETag. */
    public RouteBuilder etag(String field) {
        versionField = field;
        return this;
    }

    /** If this field of the reply is true, the response says that it may be stale (Warning: 110). */
    public RouteBuilder stale(String field) {
        staleField = field;
        return this;
    }

    /** The cursor of the next page, and the query parameter that takes it; the response has a Link to that page. */
    public RouteBuilder nextPage(String cursorField, String parameter) {
        paging = new ReplyRules.Paging(cursorField, parameter);
        return this;
    }

    /** The field that is the token of an account: it goes into a cookie as well, which a browser sends as its credentials. */
    public RouteBuilder cookie(String tokenField) {
        this.tokenField = tokenField;
        return this;
    }

    /** The browser forgets that cookie. */
    public RouteBuilder endsCookie() {
        endsCookie = true;
        return this;
    }

    /** The response body is the value of one field. */
    public RouteBuilder replyIs(String field) {
        replyField = field;
        return this;
    }

    /** The same, but where the reply has {@code typeField}, the value is base64 of bytes, which go out with that type. */
    public RouteBuilder replyOfAnyType(String field, String typeField) {
        replyField = field;
        replyTypeField = typeField;
        return this;
    }

    /** Answered in JSON, XML, HTML or plain text, whichever Accept likes best. */
    public RouteBuilder negotiated() {
        negotiated = true;
        return this;
    }

    /** The reply is mainly this array: as plain text, one item a line. */
    public RouteBuilder listing(String field) {
        return listing(field, "", "");
    }

    /** The reply is mainly this array of objects: as plain text, one name a line; in HTML, the names are links. */
    public RouteBuilder listing(String field, String nameField, String linkTemplate) {
        listing = new ReplyRules.Listing(field, nameField, linkTemplate);
        return this;
    }

    /**
     * Where Accept likes this media type best, the field has the value, and the list that the handler then streams is sent
     * as {@code text/csv}, {@code application/x-ndjson} or {@code text/event-stream}.
     */
    public RouteBuilder listAs(String mediaType, String field, String value) {
        lists.add(new ReplyRules.Shape(mediaType, field, value));
        return this;
    }

    /** The list that the handler streams is sent as {@code text/csv} and as nothing else, JSON neither. */
    public RouteBuilder only(String mediaType) {
        onlyType = mediaType;
        return this;
    }

    /**
     * What was said.
     *
     * @throws IllegalStateException if an upload or a form has no body, or the body is said to be something else too
     */
    public Route route() {
        Route route = new Route(
                verb,
                path,
                new Route.Request(bodyField, anyTypeBody, upload, forms, conditional),
                new ReplyRules(
                        new ReplyRules.Status(usualStatus, createdField, location, async),
                        new ReplyRules.Headers(versionField, staleField, paging, tokenField, endsCookie),
                        new ReplyRules.Body(replyField, replyTypeField),
                        new ReplyRules.Forms(negotiated, onlyType, List.copyOf(lists), listing)),
                name);
        if ((upload || forms) && (!route.takesBody() || bodyField != null || upload && forms)) {
            throw new IllegalStateException(route + " cannot take " + (upload ? "an upload" : "a form"));
        }
        return route;
    }
}
