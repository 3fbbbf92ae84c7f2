package io.wizd.handlers.spec;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a response is made of where a message came by a {@link Route}: its status, header fields and body, and the forms it
 * comes in. A handler says it by a {@link RouteBuilder}. Immutable, any thread.
 */
public record ReplyRules(Status status, Headers headers, Body body, Forms forms) {
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    /**
     * The status of success, and where to look thereafter.
     *
     * @param usual the HTTP status
     * @param createdField the field of the reply that makes it 201 where it is true; null for none
     * @param location a template of the Location of 201 and 202, its names in braces being fields of the reply; null for
     *     none
     * @param async what makes it 202, by Prefer; null if it waits for the end in any case
     */
    public record Status(
            int usual,
            @Nullable String createdField,
            @Nullable String location,
            @Nullable Shape async) {
        /** All statuses of success, the usual one first. */
        public List<Integer> successes() {
            return Stream.of(
                            Stream.of(usual),
                            Stream.ofNullable(createdField).map(field -> CREATED),
                            Stream.ofNullable(async).map(shape -> ACCEPTED))
                    .flatMap(statuses -> statuses)
                    .toList();
        }
    }

    /**
     * Fields of the reply that header fields tell.
     *
     * @param versionField becomes the ETag; null for none
     * @param staleField says that the reply comes from a copy; null for none
     * @param paging how the next page is found; null if there are no pages
     * @param tokenField becomes the cookie that browsers send as credentials; null for none
     * @param endsCookie whether that cookie is removed
     */
    public record Headers(
            @Nullable String versionField,
            @Nullable String staleField,
            @Nullable Paging paging,
            @Nullable String tokenField,
            boolean endsCookie) {}

    /**
     * What of the reply is the response body.
     *
     * @param field the field that is the whole body; null for the whole reply
     * @param typeField the field that holds the media type of its bytes; null if it is always JSON
     */
    public record Body(@Nullable String field, @Nullable String typeField) {}

    /**
     * The forms that the response body comes in.
     *
     * @param negotiated whether it comes in XML, HTML and plain text too
     * @param only the one media type; null if that is JSON, or several
     * @param lists the lists that it may be asked for by Accept
     * @param listing the list that the reply mainly is; null for none
     */
    public record Forms(
            boolean negotiated,
            @Nullable String only,
            List<Shape> lists,
            @Nullable Listing listing) {}

    /**
     * Another shape of the reply, which the client asks for by a header field: a field of the message then has the value.
     *
     * @param preference a media type in Accept, or what is in Prefer (RFC 7240)
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
     * @param nameField the field of each item that names it; empty if the items are not objects
     * @param link a template of the path of an item, its names in braces being fields of the item; empty for none
     */
    public record Listing(String field, String nameField, String link) {}

    /** The fields of the message that are in header fields alone. */
    public Stream<String> preferredFields() {
        return Stream.concat(forms.lists().stream(), Stream.ofNullable(status.async()))
                .map(Shape::field);
    }
}
