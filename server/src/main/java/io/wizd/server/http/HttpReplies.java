package io.wizd.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.wizd.handlers.Route;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes as HTTP responses. Static, any thread. */
final class HttpReplies {
    static final AsciiString JSON = AsciiString.cached("application/json");
    static final AsciiString PROBLEM = AsciiString.cached("application/problem+json");

    private HttpReplies() {}

    /** An error as RFC 9457 has it; the type is about:blank, so the title is that of the status. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Problem(
            String title,
            int status,
            String code,
            String detail,
            @Nullable String field,
            @Nullable Long retryAfterMs) {}

    /** A body of JSON. */
    static FullHttpResponse json(HttpResponseStatus status, Json body) {
        return response(status, JSON, Unpooled.wrappedBuffer(body.array(), body.offset(), body.length()));
    }

    /** Any body. */
    static FullHttpResponse response(HttpResponseStatus status, CharSequence contentType, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }

    /** An error, with the headers that its status asks for. */
    static FullHttpResponse problem(Fault fault) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(fault.code().httpStatus());
        Json body = Jsons.write(new Problem(
                status.reasonPhrase(),
                status.code(),
                fault.code().name(),
                fault.description(),
                fault.field(),
                fault.retryAfterMs()));
        FullHttpResponse response =
                response(status, PROBLEM, Unpooled.wrappedBuffer(body.array(), body.offset(), body.length()));
        if (status.code() == 401) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"wizd\", charset=\"UTF-8\"");
        }
        if (fault.retryAfterMs() != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, (fault.retryAfterMs() + 999) / 1000);
        }
        return response;
    }

    /** Success, as the route wants it shown. */
    static FullHttpResponse success(Route route, Json data) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(route.successStatus());
        if (route.replyField() == null && route.versionField() == null && route.location() == null) {
            return json(status, data);
        }
        Map<String, Json> fields = fieldsOf(data);
        FullHttpResponse response =
                json(status, route.replyField() == null ? data : fields.getOrDefault(route.replyField(), Json.NULL));
        if (route.versionField() != null) {
            response.headers().set(HttpHeaderNames.ETAG, "\"" + fields.get(route.versionField()) + "\"");
        }
        if (route.location() != null) {
            response.headers().set(HttpHeaderNames.LOCATION, fill(route.location(), fields));
        }
        return response;
    }

    private static Map<String, Json> fieldsOf(Json object) {
        Map<String, Json> fields = new HashMap<>();
        try (JsonParser parser = Jsons.FACTORY.createParser(object.array(), object.offset(), object.length())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                fields.put(name, object.slice(object.offset() + start, end - start));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a reply is no JSON object: " + object, e);
        }
        return fields;
    }

    private static String fill(String template, Map<String, Json> fields) {
        String filled = template;
        for (String name : Router.variableNames(template)) {
            Json value = fields.getOrDefault(name, Json.NULL);
            String text = value.toString().startsWith("\"") ? Jsons.read(value, String.class) : value.toString();
            filled = filled.replace("{" + name + "}", URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
        return filled;
    }
}
