package io.wizd.server.http.route;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Lane;
import io.wizd.protocol.Json;
import io.wizd.server.http.wire.HttpReply;
import java.util.List;
import java.util.Map;

/** A page of the server itself, which is not a message: health, metrics, the description of the API. */
public interface ServerPage {
    /** Where it is; a trailing slash makes no difference. It answers GET, HEAD and OPTIONS. */
    String path();

    /** What it is for, in one line. */
    String summary();

    /** The statuses that it may have, and what each means. */
    default Map<Integer, String> statuses() {
        return Map.of(200, "All is well");
    }

    /** Its media type, without parameters: what Accept is compared with. */
    String mediaType();

    /** Who may see it; a page that not everybody may is made in the lane {@link Lane#BLOCKING}. */
    default Access access() {
        return Access.ANYONE;
    }

    /** Makes it anew for one request, in its lane. */
    Content content();

    /**
     * Where it is made: on a virtual thread, where it may wait, unless it reads nothing but memory. Then it needs none of the
     * budgets, and is answered on the event loop.
     */
    default Lane lane() {
        return Lane.BLOCKING;
    }

    /** Header fields of every response with it. */
    default List<HttpReply.Field> fields() {
        return List.of();
    }

    /** What it says, with its status and its media type in full. */
    record Content(int status, String contentType, byte[] bytes) {
        /** JSON, and all is well. */
        public static Content json(Json json) {
            return new Content(200, "application/json", json.toBytes());
        }
    }
}
