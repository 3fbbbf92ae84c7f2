package io.wizd.server.http.form;

import io.wizd.server.http.wire.HeaderList;

/**
 * Our entity tags (RFC 9110, 8.8.3): a version in quotes, {@code "3"}, and where the same version comes in another form
 * or encoding, what makes it another one: {@code "3-xml"}, {@code "3-gzip"}, {@code "3-xml-gzip"}. Static, any thread.
 */
public final class EntityTags {
    private static final String GZIP_MARK = "-gzip\"";

    /** More digits than any version has. */
    private static final int MAX_DIGITS = 18;

    /** What no version is. */
    private static final String NO_VERSION = "0";

    private EntityTags() {}

    /** The tag of the same, compressed. */
    public static String ofGzip(String tag) {
        return tag.substring(0, tag.length() - 1) + GZIP_MARK;
    }

    /** Whether a condition of a read holds for the tag; both encodings of one form are the same to it. */
    public static boolean matches(String condition, String tag, Comparison comparison) {
        if (condition.equals("*")) {
            return true;
        }
        String form = withoutGzip(tag);
        for (String candidate : HeaderList.elements(condition)) {
            boolean weak = candidate.startsWith("W/");
            String opaque = weak ? candidate.substring(2) : candidate;
            boolean comparable = comparison == Comparison.WEAK || !weak;
            if (comparable && !tag.isEmpty() && withoutGzip(opaque).equals(form)) {
                return true;
            }
        }
        return false;
    }

    /** How tags are compared (RFC 9110, 8.8.3.2). */
    public enum Comparison {
        /** Weak tags never match: for If-Match. */
        STRONG,
        /** Weak tags match too: for If-None-Match. */
        WEAK
    }

    /**
     * A condition of a write as a message has it: {@code *}, or versions with commas. A write changes the version in all
     * its forms and encodings, so they do not count. A tag that is none of ours becomes 0, which no version is.
     */
    public static String versions(String condition, Comparison comparison) {
        if (condition.equals("*")) {
            return condition;
        }
        StringBuilder versions = new StringBuilder();
        for (String tag : HeaderList.elements(condition)) {
            versions.append(versions.isEmpty() ? "" : ",").append(version(tag, comparison));
        }
        return versions.isEmpty() ? NO_VERSION : versions.toString();
    }

    private static String version(String tag, Comparison comparison) {
        int begin = comparison == Comparison.WEAK && tag.startsWith("W/") ? 3 : 1;
        int end = begin;
        while (end < tag.length() && tag.charAt(end) >= '0' && tag.charAt(end) <= '9') {
            end++;
        }
        boolean quoted = tag.length() > begin + 1 && tag.charAt(begin - 1) == '"' && tag.endsWith("\"");
        boolean ours = quoted
                && end > begin
                && end - begin <= MAX_DIGITS
                && tag.charAt(begin) != '0'
                && (end == tag.length() - 1 || Form.isMark(tag.substring(end, tag.length() - 1)));
        return ours ? tag.substring(begin, end) : NO_VERSION;
    }

    private static String withoutGzip(String tag) {
        return tag.endsWith(GZIP_MARK) ? tag.substring(0, tag.length() - GZIP_MARK.length()) + "\"" : tag;
    }
}
