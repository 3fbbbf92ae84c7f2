package io.wizd.server.http;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be said against a request before its body is read. Static, any thread. */
final class HeadChecks {
    private HeadChecks() {}

    /**
     * Checks size, media type and encoding of the body, what the client accepts, conditions and credentials.
     *
     * @throws WizdException the first that does not hold
     */
    static void check(RequestHead head, Resources.Found found, int maxBodyBytes) {
        RequestFields fields = head.fields();
        Resource resource = found.resource();
        if (head.hasBody()) {
            checkBody(head, resource, maxBodyBytes);
        }
        if (!Negotiation.admits(fields.accept, resource.mediaType())) {
            throw WizdException.of(
                    ErrorCode.NOT_ACCEPTABLE, "this is " + resource.mediaType() + ", which Accept does not admit");
        }
        if (!head.isRead() && (fields.ifMatch != null || fields.ifNoneMatch != null)) {
            // To ignore the condition could overwrite what it was to protect.
            throw WizdException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "this resource does not take conditions on writes; nothing was done");
        }
        if (head.expectsContinue() && fields.authorization == null && resource.needsCredentials(found.variables())) {
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "this needs credentials");
        }
    }

    private static void checkBody(RequestHead head, Resource resource, int maxBodyBytes) {
        RequestFields fields = head.fields();
        if (head.contentLength() > maxBodyBytes) {
            throw RequestBody.tooLarge(maxBodyBytes);
        }
        if (!resource.takesBody()) {
            return;
        }
        if (fields.contentType != null && !isJson(fields.contentType)) {
            throw unsupported("the body must be application/json in UTF-8, not " + fields.contentType);
        }
        if (!isIdentity(fields.contentEncoding) && !isGzip(fields.contentEncoding)) {
            throw unsupported("the body may be encoded with gzip, not with " + fields.contentEncoding);
        }
        if (fields.contentRange != null) {
            throw WizdException.of(ErrorCode.BAD_REQUEST, "a part of a body (Content-Range) cannot be written");
        }
    }

    /** {@code application/json}, or a type that ends in {@code +json}; in UTF-8 where it says so at all. */
    private static boolean isJson(String contentType) {
        if (contentType.equals(HttpReply.JSON)) {
            return true;
        }
        List<String> parts = HeaderList.parts(contentType);
        String type = parts.isEmpty() ? "" : parts.getFirst();
        boolean json = type.equalsIgnoreCase(HttpReply.JSON)
                || type.regionMatches(true, 0, "application/", 0, 12)
                        && type.toLowerCase(Locale.ROOT).endsWith("+json");
        for (String parameter : parts) {
            if (parameter.regionMatches(true, 0, "charset=", 0, 8)) {
                String charset = parameter.substring(8).replace("\"", "");
                json &= charset.equalsIgnoreCase("utf-8");
            }
        }
        return json;
    }

    /** Whether the body is compressed with gzip. */
    static boolean isGzip(@Nullable String contentEncoding) {
        return contentEncoding != null
                && (contentEncoding.equalsIgnoreCase("gzip") || contentEncoding.equalsIgnoreCase("x-gzip"));
    }

    private static boolean isIdentity(@Nullable String contentEncoding) {
        return contentEncoding == null || contentEncoding.equalsIgnoreCase("identity");
    }

    private static WizdException unsupported(String why) {
        return WizdException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, why);
    }
}
