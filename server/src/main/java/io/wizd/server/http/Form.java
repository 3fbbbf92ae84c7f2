package io.wizd.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the same JSON can be sent as. In the order of our preference, where Accept has none. */
enum Form {
    /** As it is. */
    JSON(HttpReply.JSON, HttpReply.JSON, ""),
    /** Elements for fields, by {@link XmlForm}. */
    XML("application/xml", "application/xml", "-xml"),
    /** A page for people, by {@link HtmlForm}. */
    HTML("text/html", "text/html; charset=utf-8", "-html"),
    /** Lines, by {@link TextForm}. */
    TEXT("text/plain", "text/plain; charset=utf-8", "-text");

    /** The media types of all, in their order. */
    static final List<String> MEDIA_TYPES = List.of("application/json", "application/xml", "text/html", "text/plain");

    /** Without parameters: what Accept is compared with. */
    final String mediaType;

    final String contentType;

    /** What tells its entity tags from those of the others. */
    final String tagMark;

    Form(String mediaType, String contentType, String tagMark) {
        this.mediaType = mediaType;
        this.contentType = contentType;
        this.tagMark = tagMark;
    }

    /** The one that Accept likes best; null where it admits none. */
    static @Nullable Form of(@Nullable String accept) {
        int best = Negotiation.best(accept, MEDIA_TYPES);
        return best < 0 ? null : values()[best];
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
