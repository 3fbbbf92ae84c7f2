package io.wizd.server.http;

import io.wizd.protocol.Json;

/** A page of the server itself, which is no message: health, metrics, the description of the API. */
public interface ServerPage {
    /** Where it is; a trailing slash makes no difference. It answers GET, HEAD and OPTIONS. */
    String path();

    /** Its media type, without parameters: what Accept is compared with. */
    String mediaType();

    /** Whether it is refused while budgets are used up; what tells whether the server lives is not. */
    default boolean needsBudget() {
        return true;
    }

    /** Makes it anew for one request, on a virtual thread, where it may wait. */
    Content content();

    /** What it says, with its status and its media type in full. */
    record Content(int status, String contentType, String text) {
        /** JSON, and all is well. */
        public static Content json(Json json) {
            return new Content(200, "application/json", json.toString());
        }
    }
}
