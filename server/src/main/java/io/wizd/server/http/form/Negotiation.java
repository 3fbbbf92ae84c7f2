package io.wizd.server.http.form;

import io.wizd.server.http.wire.HeaderList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client would like to get: Accept and Accept-Encoding (RFC 9110, 12.5). Static, any thread. */
public final class Negotiation {
    private Negotiation() {}

    /** Whether Accept admits this media type; the most specific range that fits it decides. */
    public static boolean admits(@Nullable String accept, String mediaType) {
        return accept == null
                || accept.equals("*/*")
                || accept.equals(mediaType)
                || quality(ranges(accept), mediaType) > 0;
    }

    /**
     * Which of these media types Accept likes best, by its place in the list; of equals the first.
     *
     * @return -1 where it admits none
     */
    public static int best(@Nullable String accept, List<String> mediaTypes) {
        if (accept == null || accept.equals("*/*") || accept.equals(mediaTypes.getFirst())) {
            return 0;
        }
        List<List<String>> ranges = ranges(accept);
        int best = -1;
        double highest = 0;
        for (int i = 0; i < mediaTypes.size(); i++) {
            double quality = quality(ranges, mediaTypes.get(i));
            if (quality > highest) {
                best = i;
                highest = quality;
            }
        }
        return best;
    }

    /** The ranges with their parameters, taken apart once for all media types. */
    private static List<List<String>> ranges(String accept) {
        return HeaderList.elements(accept).stream().map(HeaderList::parts).toList();
    }

    private static double quality(List<List<String>> ranges, String mediaType) {
        double quality = ranges.isEmpty() ? 1 : 0;
        int precision = 0;
        for (List<String> parts : ranges) {
            int fit = fit(parts.getFirst(), mediaType);
            if (fit > precision) {
                precision = fit;
                quality = quality(parts);
            }
        }
        return quality;
    }

    /** How closely a media range names the type: 3 for exactly, 0 for not at all. */
    private static int fit(String range, String mediaType) {
        if (range.equalsIgnoreCase(mediaType)) {
            return 3;
        }
        int slash = mediaType.indexOf('/');
        boolean sameKind = range.length() == slash + 2
                && range.endsWith("/*")
                && range.regionMatches(true, 0, mediaType, 0, slash + 1);
        if (sameKind) {
            return 2;
        }
        return range.equals("*/*") ? 1 : 0;
    }

    /** Whether Accept-Encoding asks for gzip; without the header nothing is encoded. */
    public static boolean asksForGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        double any = 0;
        for (String element : HeaderList.elements(acceptEncoding)) {
            List<String> parts = HeaderList.parts(element);
            String coding = parts.getFirst();
            if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
                return quality(parts) > 0;
            }
            if (coding.equals("*")) {
                any = quality(parts);
            }
        }
        return any > 0;
    }

    /** The parameter q, 1 where it is absent; one that is not a number between 0 and 1 is taken as absent. */
    private static double quality(List<String> parts) {
        for (int i = 1; i < parts.size(); i++) {
            String parameter = parts.get(i);
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    double quality = Double.parseDouble(parameter.substring(2));
                    return quality >= 0 && quality <= 1 ? quality : 1;
                } catch (NumberFormatException e) {
                    return 1;
                }
            }
        }
        return 1;
    }
}
