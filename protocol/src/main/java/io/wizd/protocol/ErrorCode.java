package io.wizd.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every error that a client may see. The name is the stable {@code Code} of a reply and is never reused; the id is
 * what a stored procedure returns as its status: the HTTP status times 100, plus a number of its own. A clash fails
 * when this class is loaded.
 */
public enum ErrorCode {
    /** The text is not JSON (RFC 8259), or not UTF-8. A message stream cannot be trusted after it and is closed. */
    NOT_JSON(400_01, "invalid JSON"),
    /** A JSON value that is not a message: not an object, or an envelope field of the wrong type, or twice. */
    BAD_ENVELOPE(400_02, "this is not a message"),
    /** The envelope has no msgType. */
    MISSING_TYPE(400_03, "the envelope has no msgType"),
    /** A field of the message has the wrong type, a value out of its range, is missing, or appears twice. */
    BAD_FIELD(400_05, "a field is wrong"),
    /** Nested deeper than {@link JsonLimits#MAX_DEPTH}. */
    TOO_DEEP(400_06, "the JSON is nested too deeply"),
    /** A value that no database of ours can keep: a lone surrogate, a number beyond a double. */
    BAD_VALUE(400_07, "a value cannot be represented"),
    /** The HTTP request breaks RFC 9110 or RFC 9112. */
    BAD_REQUEST(400_08, "the HTTP request is malformed"),
    /** This message needs credentials, or those given are wrong. */
    UNAUTHORIZED(401_01, "credentials are missing or wrong"),
    /** The token of a card user is missing or not the newest. */
    BAD_TOKEN(401_02, "the token is missing or no longer valid"),
    /** The credentials are right but not enough. */
    FORBIDDEN(403_01, "this account may not do that"),
    /** A page of another site sends a request that changes something, or may. */
    CROSS_SITE(403_03, "a page of another site may not change anything here"),
    /** The password is right, but whoever signed up has not followed the link in their mail yet. */
    UNCONFIRMED(403_02, "the address of this account is not confirmed yet: follow the link in the mail"),
    /** No resource at this path. */
    NOT_FOUND(404_01, "there is nothing at this path"),
    /** No handler has this type or alias. */
    UNKNOWN_TYPE(404_02, "no such message type"),
    /** The key is not in the store. */
    KEY_NOT_FOUND(404_03, "no such key"),
    /** A link of a mail is not one of ours, was used, is too old, or was overtaken by another change. */
    LINK_ENDED(404_04, "this link has been used, is too old, or never was one: ask for another"),
    /** The path exists, but not with this method; the header Allow lists those that do. */
    METHOD_NOT_ALLOWED(405_01, "this path does not take this method"),
    /** No representation that the Accept header admits. */
    NOT_ACCEPTABLE(406_01, "no representation fits the Accept header"),
    /** The request began and did not end within the request timeout. */
    REQUEST_TIMEOUT(408_01, "the request did not end in time"),
    /** A member with this account_id and client_member_id exists. */
    MEMBER_EXISTS(409_01, "this account has a member with this client_member_id"),
    /** The key that was to be made is in the store. */
    KEY_EXISTS(409_02, "the key already exists"),
    /** Another holds the lease of what only one may do at a time. */
    LEASE_TAKEN(409_03, "another holds the lease"),
    /** A job that writes all rows or none has begun to write; the description says when it will have ended. */
    JOB_WRITING(409_04, "the job writes all rows or none, and can no longer be cancelled"),
    /** A request with this requestId (over HTTP: Idempotency-Key) has begun and has not ended. */
    REQUEST_IN_PROGRESS(409_07, "the first request with this requestId is still being carried out"),
    /** An account of that name exists. */
    ACCOUNT_EXISTS(409_05, "this name is taken"),
    /** Nobody could change accounts any more. */
    LAST_ADMIN(
            409_06, "this is the last account with the role admin that can log in: give another one that role first"),
    /** The request has a body of unknown length that this resource does not take. */
    LENGTH_REQUIRED(411_01, "a Content-Length is required"),
    /** An If-Match or If-None-Match that does not hold, or that this resource cannot evaluate. */
    PRECONDITION_FAILED(412_01, "the precondition does not hold"),
    /** Larger than maxMessageBytes, or than this type allows. */
    TOO_LARGE(413_01, "the message is too large"),
    /** The request target is longer than maxRequestLineBytes. */
    URI_TOO_LONG(414_01, "the request target is too long"),
    /** The Content-Type or Content-Encoding is not one that this resource takes. */
    UNSUPPORTED_MEDIA_TYPE(415_01, "this media type is not supported here"),
    /** An Expect header other than 100-continue. */
    EXPECTATION_FAILED(417_01, "this expectation cannot be met"),
    /** The request is for a host that this server does not answer for. */
    MISDIRECTED_REQUEST(421_01, "this server does not answer for that host"),
    /** The user exists but may not act. */
    USER_INACTIVE(422_01, "this user is not active"),
    /** What is in an uploaded file cannot be taken; the description says why, and which job has looked at it. */
    FILE_REFUSED(422_02, "the file cannot be taken"),
    /** The requestId (over HTTP: Idempotency-Key) was used for another request within 24 hours; nothing was written. */
    IDEMPOTENCY_MISMATCH(422_03, "this requestId was used for another request: take a new one for each request"),
    /**
     * Passwords were wrong too often, from this address or for this account, or too many signed up or forgot a password there; try
     * again after Retry-After.
     */
    RATE_LIMITED(429_01, "too often, from one address or for one account"),
    /** The header fields are larger than maxHeaderBytes. */
    HEADERS_TOO_LARGE(431_01, "the header fields are too large"),
    /** A defect of ours; the log has the request id. */
    INTERNAL(500_01, "internal error"),
    /** The method is not known to this server. */
    NOT_IMPLEMENTED(501_01, "this method is not known"),
    /** A queue is full; try again after Retry-After. */
    OVERLOADED(503_01, "the server is busy"),
    /** The database cannot be reached. */
    DATABASE_AWAY(503_02, "the database cannot be reached"),
    /**
     * The deadline passed before the message was carried out. A write that may be sent twice may have been applied all
     * the same; no other was.
     */
    DEADLINE_EXCEEDED(503_03, "not carried out within the deadline"),
    /** The database did not answer to a write that must not be sent twice: it may have been applied. */
    OUTCOME_UNKNOWN(503_04, "the database did not answer; the write may or may not have been applied"),
    /** The server is stopping; another, or this one after its restart, will answer. */
    STOPPING(503_05, "the server is stopping"),
    /** A major version of HTTP other than 1. */
    HTTP_VERSION_NOT_SUPPORTED(505_01, "this version of HTTP is not supported"),
    /** The disk of the data directory has no room for an upload or cannot be written, or that of a database is full. */
    INSUFFICIENT_STORAGE(507_01, "the disk of the database is full; free some space there");

    private static final long RETRY_AFTER_MS = 1_000;

    private static final Map<Integer, ErrorCode> BY_ID = indexById();

    private final int id;
    private final String description;

    ErrorCode(int id, String description) {
        this.id = id;
        this.description = description;
    }

    /** What a stored procedure returns as its status. */
    public int id() {
        return id;
    }

    /** The HTTP status, which is also {@code result.Error} of a reply. */
    public int httpStatus() {
        return id / 100;
    }

    /** One line for people, without the particulars of the case. */
    public String description() {
        return description;
    }

    /** When to try again where the fault does not say it, in milliseconds; null if that makes no sense. */
    @Nullable
    Long retryAfterMs() {
        return httpStatus() == 503 || this == REQUEST_IN_PROGRESS ? RETRY_AFTER_MS : null;
    }

    /** The code that a procedure's status stands for, if there is one. */
    public static Optional<ErrorCode> byId(int id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Whether the very same request would be refused again, whoever sends it and when, and nothing is left open of it. */
    public boolean isFinal() {
        return switch (httpStatus()) {
            case 401, 403, 408, 429 -> false;
            default -> httpStatus() < 500 && this != REQUEST_IN_PROGRESS;
        };
    }

    /** All codes of one HTTP status. */
    public static List<ErrorCode> withHttpStatus(int httpStatus) {
        return Arrays.stream(values()).filter(c -> c.httpStatus() == httpStatus).toList();
    }

    private static Map<Integer, ErrorCode> indexById() {
        Map<Integer, ErrorCode> byId = new HashMap<>();
        for (ErrorCode code : values()) {
            if (code.httpStatus() < 400 || code.httpStatus() > 599) {
                throw new IllegalStateException(code + ": id " + code.id + " does not begin with an HTTP error status");
            }
            ErrorCode other = byId.put(code.id, code);
            if (other != null) {
                throw new IllegalStateException(code + " and " + other + " have the same id " + code.id);
            }
        }
        return Map.copyOf(byId);
    }
}
