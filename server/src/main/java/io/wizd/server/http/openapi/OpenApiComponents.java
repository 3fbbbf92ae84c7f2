package io.wizd.server.http.openapi;

import static io.wizd.server.http.openapi.Fragment.object;

import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.JsonSchema;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.server.http.wire.SessionCookie;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What operations refer to. The records are shapes for the description alone. Static, any thread. */
final class OpenApiComponents {
    private OpenApiComponents() {}

    static Map<String, Object> all() {
        return object(
                "schemas",
                object(
                        "Problem", JsonSchema.of(Problem.class),
                        "Envelope", JsonSchema.of(Envelope.class),
                        "ReplyEnvelope", JsonSchema.of(ReplyEnvelope.class)),
                "responses",
                OpenApiProblems.shared(),
                "securitySchemes",
                object(
                        "account",
                        object(
                                "type", "http",
                                "scheme", "basic",
                                "description", "An account of this server, with the role that the operation names"),
                        "accountToken",
                        object(
                                "type", "http",
                                "scheme", "bearer",
                                "description", "The token that a login of such an account gave"),
                        "accountCookie",
                        object(
                                "type", "apiKey",
                                "in", "cookie",
                                "name", SessionCookie.NAME,
                                "description", "The same token in the cookie that POST /api/session sets"),
                        "cardToken",
                        object(
                                "type", "apiKey",
                                "in", "header",
                                "name", "Authorization",
                                "description", "The token that register gave a card user, as it is")));
    }

    /** An error as RFC 9457 has it. */
    private record Problem(
            @Doc("The reason phrase of the status") String title,
            @Doc("The HTTP status") int status,

            @Doc("The name of the error, which stays the same")
            ErrorCode code,

            @Doc("One line for people") String detail,
            @Doc("The field at fault") @Nullable String field,

            @Doc("When it is worth to try again, in milliseconds") @Nullable
            Long retryAfterMs,

            @Doc("With BAD_FIELD: each field that is wrong") @Nullable
            List<FieldProblem> errors) {}

    private record FieldProblem(
            @Doc("By its path") String field,
            @Doc("The name of the error") ErrorCode code,
            @Doc("One line for people") String detail) {}

    private record Envelope(
            @Doc("The type, or an alias of it") String msgType,

            @Doc("Echoed as it came: a number or a string") @Nullable
            Json seqNum,

            @Doc("Who sends it, as a card user") @Nullable String userID,
            @Doc("From which device") @Nullable String deviceID,
            @Doc("What proves it") @Nullable String token,

            @Doc("The same id within 24 hours gets the same reply") @Nullable
            String requestId,

            @Doc("The fields of the message") @Nullable Map<String, Json> message) {}

    private record ReplyEnvelope(
            @Doc("As it came; absent if it could not be read") @Nullable
            String msgType,

            @Doc("As it came") @Nullable Json seqNum,
            @Doc("How it went") Result result,

            @Doc("The fields of the reply; absent after an error") @Nullable
            Map<String, Json> data) {}

    private record Result(
            @Doc("0, or the HTTP status of the error") int Error,
            @Doc("The name of the error") @Nullable ErrorCode Code,
            @Doc("Ok, or one line for people") String Description,
            @Doc("The field at fault") @Nullable String Field,

            @Doc("When it is worth to try again, in milliseconds") @Nullable
            Long RetryAfterMs,

            @Doc("With BAD_FIELD: each field that is wrong") @Nullable
            List<FieldError> Errors) {}

    private record FieldError(
            @Doc("By its path") String Field,
            @Doc("The name of the error") ErrorCode Code,
            @Doc("One line for people") String Description) {}
}
