package io.wizd.server.http.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.protocol.Fault;
import io.wizd.protocol.FieldFault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response, without what belongs to the connection. Immutable, any thread. Only a body that is made while it is sent
 * holds anything: it is started or discarded.
 *
 * @param contentType empty if there is no body
 * @param body where the status allows one
 * @param fields further header fields
 */
public record HttpReply(int status, String contentType, ReplyBody body, List<Field> fields) {
    public static final String JSON = "application/json";

    /** An error, as it is made. */
    public static final String PROBLEM = "application/problem+json";

    /** Bytes of which nobody has said more. */
    public static final String OCTETS = "application/octet-stream";

    /** A header field; a value that would break the response apart is a defect of ours. */
    public record Field(String name, String value) {
        public Field {
            for (int i = 0; i < value.length(); i++) {
                if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                    throw new IllegalArgumentException(name + " cannot hold this value: " + value);
                }
            }
        }
    }

    /** An error as RFC 9457 has it; its type is about:blank, so the title is that of the status. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Problem(
            String title,
            int status,
            String code,
            String detail,
            @Nullable String field,
            @Nullable Long retryAfterMs,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldProblem> errors) {}

    /** What is wrong with one field, with the names of the whole. */
    private record FieldProblem(String field, String code, String detail) {
        static FieldProblem of(FieldFault fault) {
            return new FieldProblem(fault.field(), fault.code().name(), fault.description());
        }
    }

    /** A body of JSON. */
    public static HttpReply json(int status, Json body) {
        return new HttpReply(status, JSON, new ReplyBody.Bytes(body.array(), body.offset(), body.length()), List.of());
    }

    /** A body of JSON that is not at hand as an array. */
    public static HttpReply json(ReplyBody body) {
        return new HttpReply(200, JSON, body, List.of());
    }

    /** A body of text, in UTF-8. */
    public static HttpReply text(int status, String contentType, String body) {
        return new HttpReply(status, contentType, ReplyBody.Bytes.of(body.getBytes(StandardCharsets.UTF_8)), List.of());
    }

    /** No body at all. */
    public static HttpReply empty(int status) {
        return new HttpReply(status, "", ReplyBody.Bytes.NONE, List.of());
    }

    /** An error, with the header fields that its status asks for. */
    public static HttpReply problem(Fault fault) {
        int status = fault.code().httpStatus();
        Json body = Jsons.write(new Problem(
                StatusLine.reason(status),
                status,
                fault.code().name(),
                fault.description(),
                fault.field(),
                fault.retryAfterMs(),
                fault.fields().stream().map(FieldProblem::of).toList()));
        return new HttpReply(
                        status, PROBLEM, new ReplyBody.Bytes(body.array(), body.offset(), body.length()), List.of())
                .withFieldsOf(fault);
    }

    /** With the header fields that a fault asks for, whatever the body looks like. */
    public HttpReply withFieldsOf(Fault fault) {
        HttpReply reply = this;
        if (fault.code().httpStatus() == 401) {
            reply = reply.with("WWW-Authenticate", "Basic realm=\"wizd\", charset=\"UTF-8\", Bearer realm=\"wizd\"");
        }
        if (fault.code().httpStatus() == 415) {
            reply = reply.with("Accept", JSON).with("Accept-Encoding", "gzip");
        }
        if (fault.retryAfterMs() != null) {
            reply = reply.with("Retry-After", Long.toString((fault.retryAfterMs() + 999) / 1000));
        }
        return reply;
    }

    /** With one header field more. */
    public HttpReply with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new HttpReply(status, contentType, body, more);
    }

    /** With one more field of the request that decides what the reply is. */
    public HttpReply varyingBy(String requestField) {
        String others = field("Vary");
        return others.isEmpty()
                ? with("Vary", requestField)
                : without("Vary").with("Vary", others + ", " + requestField);
    }

    /** With these header fields and no others. */
    public HttpReply withFields(List<Field> others) {
        return new HttpReply(status, contentType, body, others);
    }

    /** With one header field less. */
    public HttpReply without(String name) {
        return new HttpReply(
                status,
                contentType,
                body,
                fields.stream().filter(field -> !field.name().equals(name)).toList());
    }

    /** With another body. */
    public HttpReply withBody(ReplyBody other) {
        return new HttpReply(status, contentType, other, fields);
    }

    /** The value of a header field of this reply; empty if it is not there. */
    public String field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return "";
    }

    /** It is not sent after all. */
    public void discard() {
        if (body instanceof ReplyBody.Streamed streamed) {
            streamed.stream().cancel();
        }
    }
}
