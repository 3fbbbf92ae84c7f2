package io.wizd.server.http.form;

import io.wizd.server.http.wire.HttpReply;
import java.util.List;

/** What the same JSON can be sent as. In the order of our preference, where Accept has none. */
public enum Form {
    /** As it is. */
    JSON(HttpReply.JSON, HttpReply.JSON, "", List.of()),
    /** Elements for fields, by {@link XmlForm}. */
    XML("application/xml", "application/xml", "-xml"),
    /** A page for people, by {@link HtmlForm}. */
    HTML("text/html", "text/html; charset=utf-8", "-html", List.of(Safety.NO_SNIFFING, Safety.STYLE_ALONE)),
    /** Lines, by {@link TextForm}. */
    TEXT("text/plain", "text/plain; charset=utf-8", "-text"),
    /** A list as a table, by {@link CsvItems}. */
    CSV("text/csv", "text/csv; charset=utf-8", "-csv"),
    /** A list, one JSON item a line, by {@link LineItems}. */
    NDJSON("application/x-ndjson", "application/x-ndjson", "-ndjson"),
    /** A list as server-sent events, by {@link EventItems}. */
    EVENTS("text/event-stream", "text/event-stream", "-events");

    /** What every reply may be sent as. */
    public static final List<Form> OF_ANY_REPLY = List.of(JSON, XML, HTML, TEXT);

    /** Without parameters: what Accept is compared with. */
    public final String mediaType;

    public final String contentType;

    /** What tells its entity tags from those of the others. */
    public final String tagMark;

    /** Header fields that keep a browser from taking it for anything else. */
    public final List<HttpReply.Field> safety;

    Form(String mediaType, String contentType, String tagMark) {
        this(mediaType, contentType, tagMark, List.of(Safety.NO_SNIFFING));
    }

    Form(String mediaType, String contentType, String tagMark, List<HttpReply.Field> safety) {
        this.mediaType = mediaType;
        this.contentType = contentType;
        this.tagMark = tagMark;
        this.safety = safety;
    }

    private static final class Safety {
        static final HttpReply.Field NO_SNIFFING = new HttpReply.Field("X-Content-Type-Options", "nosniff");
        static final HttpReply.Field STYLE_ALONE =
                new HttpReply.Field("Content-Security-Policy", HtmlForm.CONTENT_SECURITY_POLICY);
    }

    /** The one of this media type. */
    public static Form of(String mediaType) {
        for (Form form : values()) {
            if (form.mediaType.equals(mediaType)) {
                return form;
            }
        }
        throw new IllegalArgumentException("nothing is sent as " + mediaType);
    }

    /** Whether the text is what a tag of ours may have behind its version: the mark of a form, of gzip, or both. */
    static boolean isMark(String text) {
        String mark = text.endsWith("-gzip") ? text.substring(0, text.length() - "-gzip".length()) : text;
        for (Form form : values()) {
            if (form.tagMark.equals(mark)) {
                return true;
            }
        }
        return false;
    }
}
