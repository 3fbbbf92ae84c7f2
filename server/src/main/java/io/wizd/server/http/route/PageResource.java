package io.wizd.server.http.route;

import io.wizd.handlers.spec.Lane;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A page of the server under its path: what operators look at is not refused, whatever the load. */
public final class PageResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(PageResource.class);

    private final ServerPage page;

    public PageResource(ServerPage page) {
        this.page = page;
    }

    @Override
    public String name() {
        return "the page " + page.path();
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(page.mediaType());
    }

    @Override
    public boolean needsBudget() {
        return false;
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        if (page.lane() == Lane.INLINE) {
            whenReady.accept(reply());
            return;
        }
        Thread.ofVirtual().name(page.path()).start(() -> {
            HttpReply reply = reply();
            request.memory().replied(0, reply.body().length());
            whenReady.accept(reply);
        });
    }

    private HttpReply reply() {
        try {
            ServerPage.Content content = page.content();
            return new HttpReply(
                    content.status(), content.contentType(), ReplyBody.Bytes.of(content.bytes()), List.of());
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be made", page.path(), e);
            return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
        }
    }
}
