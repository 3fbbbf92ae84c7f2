package io.wizd.handlers;

import java.util.List;
import java.util.stream.Stream;
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

    // Assigned in this class only, before the copy is given away.
    private int successStatus = 200;
    private @Nullable String bodyField;
    private @Nullable AnyTypeBody anyTypeBody;
    private boolean upload;
    private boolean forms;
    private boolean conditional;
    private @Nullable String replyField;
    private @Nullable String replyTypeField;
    private @Nullable String versionField;
    private @Nullable String createdField;
    private @Nullable String location;
    private @Nullable String staleField;
    private @Nullable Paging paging;
    private boolean negotiated;
    private @Nullable Listing listing;
    private List<Shape> listShapes = List.of();
    private @Nullable String onlyMediaType;
    private @Nullable Shape async;

    /**
     * A request body of any Content-Type.
     *
     * @param typeField the field that holds the Content-Type, where that is not JSON
     * @param maxBytes the largest body, which may be more than a message may have
     */
    public record AnyTypeBody(String typeField, int maxBytes) {}

    /**
     * Another shape of the reply, which the client asks for by a header field: a field of the message then has the value.
     *
     * @param preference a media type in Accept, or what stands in Prefer (RFC 7240)
     * @param value as it would stand in a query
     */
    public record Shape(String preference, String field, String value) {}

    /**
     * A reply in pages.
     *
     * @param cursorField the field of the reply that leads to the next page; null or absent on the last one
     * @param parameter the query parameter that takes the cursor
     */
    public record Paging(String cursorField, String parameter) {}

    /**
     * A reply that is mainly a list.
     *
     * @param field the field of the reply that is the array
     * @param nameField the field of each item that names it; empty where the items are no objects
     * @param link a template of the path of an item, its names in braces being fields of the item; empty for none
     */
    public record Listing(String field, String nameField, String link) {}

    private Route(String verb, String path) {
        this.verb = verb;
        this.path = path;
    }

    private Route copy() {
        Route copy = new Route(verb, path);
        copy.successStatus = successStatus;
        copy.bodyField = bodyField;
        copy.anyTypeBody = anyTypeBody;
        copy.upload = upload;
        copy.forms = forms;
        copy.conditional = conditional;
        copy.replyField = replyField;
        copy.replyTypeField = replyTypeField;
        copy.versionField = versionField;
        copy.createdField = createdField;
        copy.location = location;
        copy.staleField = staleField;
        copy.paging = paging;
        copy.negotiated = negotiated;
        copy.listing = listing;
        copy.listShapes = listShapes;
        copy.onlyMediaType = onlyMediaType;
        copy.async = async;
        return copy;
    }

    /** GET, answered with 200; HEAD comes with it. */
    public static Route get(String path) {
        return new Route("GET", path);
    }

    /** POST, answered with 200. */
    public static Route post(String path) {
        return new Route("POST", path);
    }

    /** PUT, answered with 200. */
    public static Route put(String path) {
        return new Route("PUT", path);
    }

    /** PATCH, answered with 200. */
    public static Route patch(String path) {
        return new Route("PATCH", path);
    }

    /** DELETE, answered with 200; a request body has no meaning. */
    public static Route delete(String path) {
        return new Route("DELETE", path);
    }

    /** The request body is the value of one field, in JSON. */
    public Route bodyIs(String field) {
        Route route = copy();
        route.bodyField = field;
        return route;
    }

    /**
     * The request body is the value of one field, of any Content-Type: JSON goes in as it came; of anything else the
     * field holds the bytes in base64, and {@code typeField} the Content-Type.
     *
     * @param maxBytes the largest body, before base64; it may be more than {@code maxMessageBytes}
     */
    public Route bodyOfAnyType(String field, String typeField, int maxBytes) {
        Route route = bodyIs(field);
        route.anyTypeBody = new AnyTypeBody(typeField, maxBytes);
        return route;
    }

    /**
     * The request body is of any Content-Type and may be many times the heap: up to {@code wizd.maxUpload} bytes. It goes to
     * a file as it comes, which is {@link Call#upload}; gzip stays gzip. The fields of the message come from path and query
     * alone: they are checked, and the credentials, before the body is asked for.
     *
     * @throws IllegalStateException where the verb has no body, or the body is said to be something else
     */
    public Route upload() {
        if (!takesBody() || bodyField != null || forms) {
            throw new IllegalStateException(this + " cannot take an upload");
        }
        Route route = copy();
        route.upload = true;
        return route;
    }

    /**
     * The fields of the message may come as a form too: {@code application/x-www-form-urlencoded} or {@code
     * multipart/form-data} in UTF-8, without files. A value becomes what its field is declared to be, as in the query.
     *
     * @throws IllegalStateException where the body is not the fields of the message
     */
    public Route forms() {
        if (!takesBody() || bodyField != null || upload) {
            throw new IllegalStateException(this + " cannot take a form");
        }
        Route route = copy();
        route.forms = true;
        return route;
    }

    /** If-Match and If-None-Match become the fields {@code ifMatch} and {@code ifNoneMatch}; else they are refused. */
    public Route conditional() {
        Route route = copy();
        route.conditional = true;
        return route;
    }

    /** The response body is the value of one field. */
    public Route replyIs(String field) {
        Route route = copy();
        route.replyField = field;
        return route;
    }

    /** The same, but where the reply has {@code typeField}, the value is base64 of bytes, which go out with that type. */
    public Route replyOfAnyType(String field, String typeField) {
        Route route = replyIs(field);
        route.replyTypeField = typeField;
        return route;
    }

    /** The field that becomes the ETag. */
    public Route etag(String field) {
        Route route = copy();
        route.versionField = field;
        return route;
    }

    /** Answered with 201 and a Location, its names in braces being fields of the reply. */
    public Route created(String locationTemplate) {
        Route route = copy();
        route.successStatus = 201;
        route.location = locationTemplate;
        return route;
    }

    /** Answered with 201 and a Location where this field of the reply is true, with 200 where it is not. */
    public Route createdIf(String field, String locationTemplate) {
        Route route = copy();
        route.createdField = field;
        route.location = locationTemplate;
        return route;
    }

    /** Answered with 204 and no body. */
    public Route noContent() {
        Route route = copy();
        route.successStatus = 204;
        return route;
    }

    /** Where this field of the reply is true, the response says that it may be stale (Warning: 110). */
    public Route stale(String field) {
        Route route = copy();
        route.staleField = field;
        return route;
    }

    /** The cursor of the next page, and the query parameter that takes it; the response has a Link to that page. */
    public Route nextPage(String cursorField, String parameter) {
        Route route = copy();
        route.paging = new Paging(cursorField, parameter);
        return route;
    }

    /** Answered in JSON, XML, HTML or plain text, whichever Accept likes best. */
    public Route negotiated() {
        Route route = copy();
        route.negotiated = true;
        return route;
    }

    /** The reply is mainly this array: as plain text, one item a line. */
    public Route listing(String field) {
        Route route = copy();
        route.listing = new Listing(field, "", "");
        return route;
    }

    /** The reply is mainly this array of objects: as plain text, one name a line; in HTML, the names are links. */
    public Route listing(String field, String nameField, String linkTemplate) {
        Route route = copy();
        route.listing = new Listing(field, nameField, linkTemplate);
        return route;
    }

    /**
     * Where Accept likes this media type best, the field has the value, and the list that the handler then streams is sent
     * as {@code text/csv}, {@code application/x-ndjson} or {@code text/event-stream}.
     */
    public Route listAs(String mediaType, String field, String value) {
        Route route = copy();
        route.listShapes = Stream.concat(listShapes.stream(), Stream.of(new Shape(mediaType, field, value)))
                .toList();
        return route;
    }

    /** The list that the handler streams is sent as {@code text/csv} and as nothing else, JSON neither. */
    public Route only(String mediaType) {
        Route route = copy();
        route.onlyMediaType = mediaType;
        return route;
    }

    /** With {@code Prefer: respond-async} the field has the value, and the response is 202 with a Location. */
    public Route respondAsync(String field, String value, String locationTemplate) {
        Route route = copy();
        route.async = new Shape("respond-async", field, value);
        route.location = locationTemplate;
        return route;
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

    /** The HTTP status of success; 201 too where {@link #createdField} says so. */
    public int successStatus() {
        return successStatus;
    }

    /** The field that is the whole request body; null where the body is an object of fields. */
    public @Nullable String bodyField() {
        return bodyField;
    }

    /** What a body may be that is no JSON; null where it must be JSON. */
    public @Nullable AnyTypeBody anyTypeBody() {
        return anyTypeBody;
    }

    /** Whether the body goes to a file. */
    public boolean isUpload() {
        return upload;
    }

    /** Whether the body may be a form. */
    public boolean takesForms() {
        return forms;
    }

    /** Whether a write takes If-Match and If-None-Match. */
    public boolean isConditional() {
        return conditional;
    }

    /** The field of the reply that is the whole response body; null for the whole reply. */
    public @Nullable String replyField() {
        return replyField;
    }

    /** The field of the reply that holds the media type of its bytes; null where it is always JSON. */
    public @Nullable String replyTypeField() {
        return replyTypeField;
    }

    /** The field of the reply that becomes the ETag. */
    public @Nullable String versionField() {
        return versionField;
    }

    /** The field of the reply that decides between 201 and {@link #successStatus}. */
    public @Nullable String createdField() {
        return createdField;
    }

    /** A template of the Location header of 201 and 202. */
    public @Nullable String location() {
        return location;
    }

    /** The field of the reply that says that it comes from a copy. */
    public @Nullable String staleField() {
        return staleField;
    }

    /** How the next page is found; null where there are no pages. */
    public @Nullable Paging paging() {
        return paging;
    }

    /** Whether it comes in XML, HTML and plain text too. */
    public boolean isNegotiated() {
        return negotiated;
    }

    /** The list that the reply mainly is; null for none. */
    public @Nullable Listing listing() {
        return listing;
    }

    /** The lists that it may be asked for by Accept. */
    public List<Shape> listShapes() {
        return listShapes;
    }

    /** The one media type of the reply; null where that is JSON, or several. */
    public @Nullable String onlyMediaType() {
        return onlyMediaType;
    }

    /** What is asked for by Prefer; null where it waits for the end in any case. */
    public @Nullable Shape async() {
        return async;
    }

    /** The fields that stand in header fields alone. */
    public Stream<String> preferredFields() {
        return Stream.concat(listShapes.stream(), Stream.ofNullable(async)).map(Shape::field);
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
