package io.wizd.server.http.route;

import io.wizd.budget.Memory;
import io.wizd.event.Events;
import io.wizd.event.RequestEvent.PageNotMade;
import io.wizd.handlers.spec.Lane;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import java.util.List;
import java.util.function.Consumer;

/**
 * A page of the server under its path. What is made on the event loop and is small needs no memory; any other page needs that of a
 * message, and a large one that of a large reply, since nothing else bounds how many are asked for and not read.
 */
public final class PageResource implements Resource {
    private final ServerPage page;
    private final Consumer<Request> accessCheck;

    /** @param accessCheck throws where whoever asks may not see it; called in the lane of the page */
    public PageResource(ServerPage page, Consumer<Request> accessCheck) {
        this.page = page;
        this.accessCheck = accessCheck;
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
    public boolean isShownInBrowsers() {
        return true;
    }

    @Override
    public boolean needsBudget() {
        return false;
    }

    @Override
    public boolean needsCredentials(List<String> variables) {
        return !page.access().isOpen();
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        if (page.lane() == Lane.INLINE) {
            whenReady.accept(reply(request));
            return;
        }
        request.memory().begin(0);
        Thread.ofVirtual().name(page.path()).start(() -> whenReady.accept(reply(request)));
    }

    private HttpReply reply(Request request) {
        try {
            accessCheck.accept(request);
            ServerPage.Content content = page.content();
            if (content.bytes().length > Memory.SMALL_BYTES) {
                request.memory().beginLarge(content.bytes().length);
            }
            return new HttpReply(
                    content.status(), content.contentType(), ReplyBody.Bytes.of(content.bytes()), page.fields());
        } catch (WizdException e) {
            return HttpReply.problem(e.fault());
        } catch (RuntimeException | Error e) {
            Events.tell(new PageNotMade(page.path(), request.origin().get(), e));
            return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
        }
    }
}
