package io.wizd.server.http;

import io.wizd.handlers.Lane;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A page of the server under its path. */
record PageResource(ServerPage page) implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(PageResource.class);

    @Override
    public String name() {
        return "the page " + page.path();
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(page.mediaType());
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        if (page.lane() == Lane.INLINE) {
            whenReady.accept(reply());
        } else {
            Thread.ofVirtual().name(page.path()).start(() -> whenReady.accept(reply()));
        }
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
