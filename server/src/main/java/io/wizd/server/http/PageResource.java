package io.wizd.server.http;

import io.wizd.handlers.Lane;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A page of the server under its path. */
final class PageResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(PageResource.class);

    private final ServerPage page;

    /** How large the page was when it was made last. */
    private volatile long usualBytes;

    PageResource(ServerPage page) {
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
        return page.lane() != Lane.INLINE;
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        if (page.lane() == Lane.INLINE) {
            whenReady.accept(reply());
            return;
        }
        request.memory().begin(0);
        request.memory().beginLarge(usualBytes);
        Thread.ofVirtual().name(page.path()).start(() -> {
            HttpReply reply = reply();
            usualBytes = reply.body().length();
            request.memory().replied(0, usualBytes);
            whenReady.accept(reply);
        });
    }

    private HttpReply reply() {
        try {
            ServerPage.Content content = page.content();
            return HttpReply.text(content.status(), content.contentType(), content.text());
        } catch (RuntimeException e) {
            LOG.error("{} cannot be made", page.path(), e);
            return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
        }
    }
}
