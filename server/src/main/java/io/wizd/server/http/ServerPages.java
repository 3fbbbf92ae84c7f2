package io.wizd.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wizd.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pages of the server itself, which are no messages: health, metrics, the description of the API. Any thread. */
public final class ServerPages {
    private final Map<String, Page> byPath = new HashMap<>();
    private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

    /** A page: its text, and whether all is well (200) or not (503). */
    public record Content(String contentType, String text, boolean well) {
        /** JSON, and all is well. */
        public static Content json(Json json) {
            return new Content("application/json", json.toString(), true);
        }
    }

    private record Page(Supplier<Content> content) {}

    /** Adds a page; its content is made on a virtual thread, for each request. */
    public ServerPages add(String path, Supplier<Content> content) {
        byPath.put(path, new Page(content));
        return this;
    }

    /** Makes the response, if there is a page at this path, and hands it over on some thread. */
    boolean respond(String path, Consumer<FullHttpResponse> whenReady) {
        Page page = find(path);
        if (page == null) {
            return false;
        }
        virtualThreads.execute(() -> {
            Content content = page.content().get();
            HttpResponseStatus status = content.well() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
            whenReady.accept(HttpReplies.response(
                    status,
                    content.contentType(),
                    Unpooled.wrappedBuffer(content.text().getBytes(StandardCharsets.UTF_8))));
        });
        return true;
    }

    boolean has(String path) {
        return find(path) != null;
    }

    private @Nullable Page find(String path) {
        return byPath.get(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
}
