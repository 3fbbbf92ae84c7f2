package io.wizd.server.http.route;

import io.wizd.handlers.spec.MediaTypes;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.body.FormBody;
import io.wizd.server.http.body.RequestBody;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.form.Negotiation;
import io.wizd.server.http.wire.HeaderList;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestFields;
import io.wizd.server.http.wire.RequestHead;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be said against a request before its body is read. Static, any thread. */
public final class HeadChecks {
    /** What the body of a PATCH of fields may be: as JSON it means what a merge patch (RFC 7396) does. */
    public static final List<String> PATCH_TYPES = List.of(HttpReply.JSON, "application/merge-patch+json");

    /** What says how to change a value, which a PATCH that replaces it must not take for the value. */
    private static final Set<String> PATCH_DOCUMENTS = Set.of(
            "application/json-patch+json",
            "application/json-patch-query+json",
            "application/merge-patch+json",
            "application/xml-patch+xml");

    private HeadChecks() {}

    /**
     * Checks size, media type and encoding of the body, conditions, credentials and, last, what the client accepts.
     *
     * @param maxBodyBytes the largest body that this resource takes
     * @throws WizdException the first that does not hold
     */
    public static void check(RequestHead head, Resources.Found found, long maxBodyBytes) {
        RequestFields fields = head.fields();
        Resource resource = found.resource();
        if (head.hasBody()) {
            checkBody(head, resource, maxBodyBytes);
        }
        if (resource.takesAnyType() && fields.contentType != null) {
            checkMediaType(fields.contentType);
        }
        if (resource.takesUpload() && fields.contentType != null) {
            checkCharset(fields.contentType);
        }
        if (!head.isRead() && !resource.takesConditions() && (fields.ifMatch != null || fields.ifNoneMatch != null)) {
            // To ignore the condition could overwrite what it was to protect.
            throw WizdException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "this resource does not take conditions on writes; nothing was done");
        }
        if (head.expectsContinue() && fields.authorization == null && resource.needsCredentials(found.variables())) {
            throw WizdException.of(
                    ErrorCode.UNAUTHORIZED,
                    "this needs an account: send its name and its password, as Basic credentials, or the token of a login, as"
                            + " Bearer credentials");
        }
        // Who waits to send its body is told at once, and an upload when it is admitted.
        if (!resource.judgesAccept() || head.expectsContinue() && !resource.takesUpload()) {
            checkAccept(fields.accept, resource);
        }
    }

    /** What a request is told that is refused; where its media type is why, with those that there could be. */
    public static HttpReply refusal(Fault fault, RequestHead head, Resource resource) {
        HttpReply reply = HttpReply.problem(fault);
        if (fault.code() != ErrorCode.UNSUPPORTED_MEDIA_TYPE) {
            return reply;
        }
        if (head.verb().equals("PATCH")) {
            // RFC 5789, 2.2.
            List<String> types = resource.takesAnyType() ? List.of(HttpReply.JSON, HttpReply.OCTETS) : PATCH_TYPES;
            reply = reply.with("Accept-Patch", String.join(", ", types));
        }
        if (!(resource.takesForms() || resource.takesAnyType())) {
            return reply;
        }
        String accepted = resource.takesAnyType() ? "*/*" : String.join(", ", FormBody.MEDIA_TYPES);
        return reply.without("Accept").with("Accept", accepted);
    }

    private static void checkAccept(@Nullable String accept, Resource resource) {
        List<String> mediaTypes = resource.mediaTypes();
        boolean isShown = resource.isShownInBrowsers() && Negotiation.admits(accept, Form.HTML.mediaType);
        if (!mediaTypes.isEmpty() && !isShown && Negotiation.best(accept, mediaTypes) < 0) {
            throw notAcceptable(mediaTypes);
        }
    }

    /** None of these is admitted by Accept. */
    static WizdException notAcceptable(List<String> mediaTypes) {
        return WizdException.of(
                ErrorCode.NOT_ACCEPTABLE,
                "this comes as " + String.join(", ", mediaTypes)
                        + ", which Accept does not admit: send it with Accept, or leave Accept out");
    }

    private static void checkBody(RequestHead head, Resource resource, long maxBodyBytes) {
        RequestFields fields = head.fields();
        if (head.contentLength() > maxBodyBytes) {
            throw RequestBody.tooLarge(maxBodyBytes);
        }
        if (!resource.takesBody()) {
            return;
        }
        if (fields.contentType != null && !fields.contentType.equals(HttpReply.JSON)) {
            checkContentType(fields.contentType, head, resource);
        }
        if (!isIdentity(fields.contentEncoding) && !isGzip(fields.contentEncoding)) {
            throw unsupported("the body may be encoded with gzip, not with " + fields.contentEncoding);
        }
        if (fields.contentRange != null) {
            throw WizdException.of(ErrorCode.BAD_REQUEST, "a part of a body (Content-Range) cannot be written");
        }
    }

    private static void checkContentType(String contentType, RequestHead head, Resource resource) {
        if (!resource.takesAnyType()) {
            if (!isJson(contentType)) {
                checkForm(contentType, resource);
            }
        } else if (!resource.takesUpload()) {
            List<String> parts = HeaderList.parts(contentType);
            if (parts.getFirst().equalsIgnoreCase(HttpReply.JSON) && !isUtf8(parts)) {
                throw unsupported("JSON must be in UTF-8, not " + contentType);
            }
            if (head.verb().equals("PATCH")
                    && PATCH_DOCUMENTS.contains(parts.getFirst().toLowerCase(Locale.ROOT))) {
                throw unsupported("PATCH sets the whole value here and cannot apply " + contentType
                        + "; send the value itself, with its own Content-Type");
            }
        }
    }

    private static void checkForm(String contentType, Resource resource) {
        if (!resource.takesForms()) {
            throw unsupported("the body must be application/json in UTF-8, not " + contentType);
        }
        if (!FormBody.isForm(contentType)) {
            throw unsupported(
                    "the body must be " + String.join(" or ", FormBody.MEDIA_TYPES) + ", in UTF-8, not " + contentType);
        }
    }

    /** A type that is stored must be one that can be sent again. */
    private static void checkMediaType(String contentType) {
        if (contentType.length() > MediaTypes.MAX_CHARS) {
            throw unsupported("a Content-Type may have " + MediaTypes.MAX_CHARS + " characters at most");
        }
        if (!contentType.equals(HttpReply.JSON) && !MediaTypes.isValid(contentType)) {
            throw WizdException.of(
                    ErrorCode.BAD_REQUEST,
                    "the Content-Type must be a media type such as text/plain; charset=utf-8, in ASCII");
        }
    }

    /** What is read as text must be in a charset that can be read; told before the file is sent. */
    private static void checkCharset(String contentType) {
        for (String part : HeaderList.parts(contentType)) {
            if (part.regionMatches(true, 0, "charset=", 0, 8)
                    && !isCharset(part.substring(8).replace("\"", ""))) {
                throw unsupported("this charset is not known here: " + contentType + "; send UTF-8");
            }
        }
    }

    private static boolean isCharset(String name) {
        try {
            return name.isEmpty() || Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    /** Whether a body of any type is JSON; of its parameters, only the charset counts, and that was checked. */
    static boolean isPlainJson(@Nullable String contentType) {
        return contentType != null
                && (contentType.equals(HttpReply.JSON)
                        || HeaderList.parts(contentType).getFirst().equalsIgnoreCase(HttpReply.JSON));
    }

    /**
     * {@code application/json}, or a type that ends in {@code +json}, in UTF-8 where it says so at all; not a JSON Patch
     * (RFC 6902), which is not an object of fields but a list of what to do.
     */
    private static boolean isJson(String contentType) {
        List<String> parts = HeaderList.parts(contentType);
        String type = parts.getFirst();
        boolean json = type.equalsIgnoreCase(HttpReply.JSON)
                || type.regionMatches(true, 0, "application/", 0, 12)
                        && type.toLowerCase(Locale.ROOT).endsWith("+json")
                        && !type.equalsIgnoreCase("application/json-patch+json");
        return json && isUtf8(parts);
    }

    /** Whether a media type names no other charset. */
    private static boolean isUtf8(List<String> parts) {
        return parts.stream()
                .filter(parameter -> parameter.regionMatches(true, 0, "charset=", 0, 8))
                .allMatch(charset -> charset.substring(8).replace("\"", "").equalsIgnoreCase("utf-8"));
    }

    /** Whether the body is compressed with gzip. */
    public static boolean isGzip(@Nullable String contentEncoding) {
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
