package io.wizd.db;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a procedure says to one request: either a reply or a failure. Immutable.
 *
 * @param reply to the request
 * @param failure why there is none
 */
public record Answer(@Nullable Json reply, @Nullable RuntimeException failure) {

    /** A success. */
    public static Answer of(Json reply) {
        return new Answer(reply, null);
    }

    /** A refusal. */
    public static Answer failed(Fault fault) {
        return new Answer(null, new WizdException(fault));
    }

    /**
     * What a row says.
     *
     * @param status 0, or the id of an {@link ErrorCode}
     * @param reply the reply, or {@code {"Description":…,"Field":…}}
     */
    static Answer of(int status, Json reply) {
        return status == 0 ? of(reply) : new Answer(null, failure(status, reply));
    }

    /** What is not a proper error is the procedure's fault, and concerns no other request of the batch. */
    private static RuntimeException failure(int status, Json reply) {
        ErrorCode code = ErrorCode.byId(status).orElse(null);
        if (code == null) {
            return new IllegalStateException(
                    "a row has the status " + status + ", which is not the id of an ErrorCode");
        }
        try {
            JsonNode details = Jsons.MAPPER.readTree(reply.array(), reply.offset(), reply.length());
            return new WizdException(new Fault(
                    code,
                    details.path("Description").asText(code.description()),
                    details.path("Field").textValue(),
                    null));
        } catch (IOException e) {
            return new IllegalStateException("a row has no JSON: " + reply, e);
        }
    }

    void complete(BatchedCall call) {
        if (failure == null) {
            call.future.complete(reply);
        } else {
            call.future.completeExceptionally(failure);
        }
    }
}
