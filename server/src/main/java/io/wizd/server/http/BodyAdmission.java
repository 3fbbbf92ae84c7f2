package io.wizd.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.wizd.budget.MemoryBudget;
import io.wizd.budget.Progress;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.http.body.UploadBody;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.wire.RequestHead;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the reading of one connection while its newest request has no memory for its body, or the file that its body goes to
 * is not open or does not keep up. What of the body was read already stays with the request. On the event loop.
 */
final class BodyAdmission implements MemoryBudget.Holder {
    private final MemoryBudget budget;
    private final Progress progress = new Progress();
    private final Uploads uploads;
    private final Connection connection;
    private final EventExecutor eventLoop;
    private final int usualMaxBytes;
    private final long timeoutMs;
    private final Waiter waiter;

    /** The newest request, while its body comes. */
    private @Nullable IncomingRequest reading;

    private @Nullable IncomingRequest waiting;
    private @Nullable ScheduledFuture<?> timeout;

    /** What happens to a request that had to wait. */
    interface Waiter {
        /** It may go on. */
        void roomGranted(IncomingRequest request);

        /** It cannot go on: it has waited too long, or came too slowly, or its upload may not come, or cannot be written. */
        void refused(IncomingRequest request, Fault fault);
    }

    BodyAdmission(Resources resources, Connection connection, ConnectionLimits limits, Waiter waiter) {
        this.budget = connection.memory().large();
        this.uploads = resources.uploads();
        this.connection = connection;
        this.eventLoop = connection.channel().eventLoop();
        this.usualMaxBytes = limits.maxMessageBytes();
        this.timeoutMs = limits.requestTimeoutMs();
        this.waiter = waiter;
    }

    /** The largest body that the resource takes, in bytes. */
    long maxBytes(Resource resource) {
        return resource.takesUpload() ? uploads.maxBytes() : resource.maxBodyBytes(usualMaxBytes);
    }

    /** A request whose head has come. */
    IncomingRequest incoming(Exchange exchange, RequestHead head, Resources.Found found) {
        Resource resource = found.resource();
        UploadBody upload = resource.takesUpload()
                ? new UploadBody(connection.channel(), uploads.maxBytes(), exchange::origin)
                : null;
        reading = new IncomingRequest(exchange, head, found, resource.maxBodyBytes(usualMaxBytes), upload);
        return reading;
    }

    /**
     * Whether the body of the request may be read on. If not, nothing is read until the waiter hears of it.
     *
     * @throws WizdException {@code OVERLOADED} if too many wait already
     */
    boolean hasRoomFor(IncomingRequest request) {
        UploadBody upload = request.upload();
        if (upload != null) {
            upload.open(() -> request.openUpload(uploads), () -> changed(request, upload));
            if (!upload.isReady()) {
                hold(request);
            }
            return waiting == null;
        }
        long bytes = request.memoryNeeded();
        if (bytes > 0) {
            request.claim(bytes, () -> eventLoop.execute(() -> granted(request)));
            progress.start(request.length(), request.claimedBytes());
            budget.enter(this);
            if (!request.hasRoom()) {
                hold(request);
                timeout = eventLoop.schedule(() -> timedOut(request), timeoutMs, TimeUnit.MILLISECONDS);
            }
        }
        return waiting == null;
    }

    /** Whether the request may be answered, now that all of it has come. If not, the waiter hears of it. */
    boolean mayAnswer(IncomingRequest request) {
        return (request.upload() == null || hasRoomFor(request)) && request.hasRoom();
    }

    private void hold(IncomingRequest request) {
        waiting = request;
        connection.pause();
    }

    private void changed(IncomingRequest request, UploadBody upload) {
        Fault failure = upload.failure();
        if (failure != null) {
            waiter.refused(request, failure);
        } else if (upload.isReady()) {
            granted(request);
        }
    }

    private void granted(IncomingRequest request) {
        if (waiting == request) {
            goOn();
            progress.start(request.length(), request.claimedBytes());
            waiter.roomGranted(request);
        }
    }

    private void timedOut(IncomingRequest request) {
        if (waiting == request) {
            waiter.refused(request, budget.refused().fault());
        }
    }

    /** Others need the memory: a body that comes too slowly is not waited for. */
    @Override
    public void giveWay() {
        eventLoop.execute(() -> {
            IncomingRequest request = reading;
            boolean reads = waiting == null && connection.channel().config().isAutoRead();
            if (request != null && reads && request.holdsMemory() && progress.isTooSlow(request.length())) {
                waiter.refused(
                        request,
                        Fault.of(ErrorCode.REQUEST_TIMEOUT, "the body came too slowly while others waited for memory"));
            }
        });
    }

    /** The body of the newest request has come. */
    void ended() {
        if (reading != null && reading.hasClaimed()) {
            budget.leave(this);
        }
        reading = null;
    }

    /** The newest request will not be carried out. */
    void drop() {
        ended();
        if (waiting != null) {
            waiting.release();
            goOn();
        }
    }

    private void goOn() {
        waiting = null;
        connection.unpause();
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
