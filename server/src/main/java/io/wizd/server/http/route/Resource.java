package io.wizd.server.http.route;

import io.wizd.budget.RequestMemory;
import io.wizd.event.Origin;
import io.wizd.handlers.spec.Upload;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestHead;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a method and a path lead to. One instance a route, for all connections; any thread. */
public interface Resource {
    List<String> JSON_ALONE = List.of(HttpReply.JSON);

    /** Whose it is, for messages to people. */
    String name();

    /** The media types that its success may have, ours first; empty if only the reply tells. */
    default List<String> mediaTypes() {
        return JSON_ALONE;
    }

    /** Whether it judges Accept itself, behind all else that is wrong with a request. */
    default boolean judgesAccept() {
        return false;
    }

    /** Whether a client that wants HTML gets what there is, though it is none: a link in a browser leads here. */
    default boolean isShownInBrowsers() {
        return false;
    }

    /** Whether a request body means something here; it is JSON then, unless {@link #takesAnyType}. */
    default boolean takesBody() {
        return false;
    }

    /** Whether a request body may have any media type. */
    default boolean takesAnyType() {
        return false;
    }

    /** Whether a request body may be a form, beside JSON. */
    default boolean takesForms() {
        return false;
    }

    /** Whether the body goes to a file as it comes. */
    default boolean takesUpload() {
        return false;
    }

    /**
     * Decides whether an upload may come, before its body is read. Waits for the database; for virtual threads only.
     *
     * @param request without its body
     * @throws io.wizd.protocol.WizdException if it may not
     */
    default void admit(Request request) {}

    /** The largest body in memory, in bytes, where {@code usual} is that of any message. */
    default int maxBodyBytes(int usual) {
        return usual;
    }

    /** Whether a write evaluates If-Match and If-None-Match. */
    default boolean takesConditions() {
        return false;
    }

    /** Whether it is refused while there are too many connections. */
    default boolean needsBudget() {
        return true;
    }

    /** Whether a request without credentials will be refused, as far as the path tells. */
    default boolean needsCredentials(List<String> variables) {
        return false;
    }

    /**
     * Answers a request that was read whole. Must not block.
     *
     * @param whenReady called once, by any thread, now or later
     * @throws io.wizd.protocol.WizdException if the request is at fault; then nothing is called
     */
    void answer(Request request, Consumer<HttpReply> whenReady);

    /**
     * A request that was read whole.
     *
     * @param variables what is in the path for the names in braces, decoded
     * @param body empty if there is none, or where it went to a file
     * @param upload the body that went to a file
     * @param memory what it holds, released once the reply is written
     * @param origin where it came from, for the lines that tell it; any thread
     */
    record Request(
            RequestHead head,
            List<String> variables,
            byte[] body,
            @Nullable Upload upload,
            RequestMemory memory,
            Supplier<Origin> origin) {}

    /** An answer that is known before the body is read. */
    record Fixed(HttpReply reply) implements Resource {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public void answer(Request request, Consumer<HttpReply> whenReady) {
            whenReady.accept(reply);
        }
    }
}
