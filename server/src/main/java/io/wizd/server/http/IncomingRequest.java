package io.wizd.server.http;

import io.netty.buffer.ByteBuf;
import io.wizd.budget.Memory;
import io.wizd.budget.MemoryBudget;
import io.wizd.event.Events;
import io.wizd.event.RequestEvent.HttpRequestFailed;
import io.wizd.handlers.spec.Upload;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.body.RequestBody;
import io.wizd.server.http.body.UploadBody;
import io.wizd.server.http.body.UploadFile;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.route.HeadChecks;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestHead;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request that is being read, and then carried out. On the event loop, but where it says otherwise. */
final class IncomingRequest {
    /** No gzip makes more of a byte (deflate's limit). */
    private static final long MAX_INFLATION = 1032;

    private static final int STEP_BYTES = 1 << 20;

    private final Exchange exchange;
    private final RequestHead head;
    private final Resources.Found found;
    private final int maxBytes;
    private final RequestBody body;
    private final @Nullable UploadBody upload;

    private MemoryBudget.@Nullable Claim claim;
    private long claimedBytes;
    private long lookedAtBytes;
    private boolean ended;

    /**
     * A request of which the head has come.
     *
     * @param maxBytes of a body in memory
     * @param upload where the body goes to a file
     */
    IncomingRequest(
            Exchange exchange, RequestHead head, Resources.Found found, int maxBytes, @Nullable UploadBody upload) {
        this.exchange = exchange;
        this.head = head;
        this.found = found;
        this.maxBytes = maxBytes;
        this.body = new RequestBody(maxBytes);
        this.upload = upload;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Where its body goes to a file. */
    @Nullable
    UploadBody upload() {
        return upload;
    }

    /** Whether it waits for 100 to send its body. */
    boolean expectsContinue() {
        return head.expectsContinue() && length() == 0;
    }

    /** Nothing more of it will come. */
    void end() {
        ended = true;
        if (upload != null) {
            upload.end();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * Takes a part of the body.
     *
     * @throws WizdException {@code TOO_LARGE}
     */
    void add(ByteBuf part) {
        if (upload == null) {
            body.add(part);
        } else {
            upload.add(part);
        }
    }

    /** Bytes of its body that have come. */
    long length() {
        return upload == null ? body.length() : upload.length();
    }

    /** Whether so many bytes have come since this was true that its memory and its time are to be looked at. */
    boolean hasGrown() {
        int step = claim == null ? Memory.SMALL_BYTES : STEP_BYTES;
        boolean grown = length() - lookedAtBytes > (upload == null ? step : 0);
        if (grown) {
            lookedAtBytes = length();
        }
        return grown;
    }

    /**
     * How many bytes of memory it must have now, as far as its head and what has come of its body tell; none if that is
     * {@linkplain Memory#SMALL_BYTES little}, or where it has asked before.
     */
    long memoryNeeded() {
        if (upload != null || claim != null || exchange.decided) {
            return 0;
        }
        boolean gzip = HeadChecks.isGzip(head.fields().contentEncoding);
        if (head.contentLength() < 0) {
            return gzip || body.length() > Memory.SMALL_BYTES ? maxBytes : 0;
        }
        long most = gzip ? head.contentLength() * MAX_INFLATION : head.contentLength();
        return most > Memory.SMALL_BYTES ? Math.min(most, maxBytes) : 0;
    }

    /**
     * Asks for memory.
     *
     * @param whenGranted called once, by any thread, if there is none at once
     * @throws WizdException {@code OVERLOADED}
     */
    void claim(long bytes, Runnable whenGranted) {
        claimedBytes = bytes;
        claim = exchange.memory.claimBody(bytes, whenGranted);
    }

    /** The bytes of its body that it has asked memory for. */
    long claimedBytes() {
        return claimedBytes;
    }

    /** Whether it has asked for memory. */
    boolean hasClaimed() {
        return claim != null;
    }

    /** Whether memory was granted to it. */
    boolean holdsMemory() {
        return claim != null && claim.isGranted();
    }

    /**
     * Makes the file of its upload, if it may come. On a virtual thread.
     *
     * @throws WizdException what speaks against it
     * @throws IOException if the disk fails
     */
    UploadFile openUpload(Uploads uploads) throws IOException {
        found.resource().admit(request(RequestBody.NONE, null));
        return uploads.create(head.contentLength());
    }

    /** Whether it may go on: it needs no memory, or has it, and no file, or that keeps up. */
    boolean hasRoom() {
        return (claim == null || claim.isGranted()) && (upload == null || upload.isReady());
    }

    /** It will not be carried out: gives back its memory and its file. */
    void release() {
        exchange.memory.release();
        if (upload != null) {
            upload.discard();
        }
    }

    /** Carries it out, and delivers the reply. */
    void answer(ReplyQueue replies) {
        boolean withoutCredentials =
                head.fields().authorization == null && found.resource().needsCredentials(found.variables());
        if (upload != null || withoutCredentials) {
            // What will be refused in any case is not inflated.
            answer(replies, RequestBody.NONE);
            return;
        }
        byte[] content = body.bytes();
        if (content.length > 0 && HeadChecks.isGzip(head.fields().contentEncoding)) {
            Thread.ofVirtual().name("inflate").start(() -> answerInflated(replies, content));
        } else {
            answer(replies, content);
        }
    }

    /** On a virtual thread, because it can take milliseconds. */
    private void answerInflated(ReplyQueue replies, byte[] compressed) {
        byte[] content;
        try {
            content = replies.work().inflated(compressed, maxBytes);
        } catch (Throwable e) {
            deliver(replies, refusal(e));
            return;
        }
        answer(replies, content);
    }

    private void answer(ReplyQueue replies, byte[] content) {
        try {
            found.resource().answer(request(content), reply -> deliver(replies, reply));
        } catch (Throwable e) {
            deliver(replies, refusal(e));
        }
    }

    /** Whatever was thrown, an Error too: without a reply the request would hold its memory and its connection for ever. */
    private HttpReply refusal(Throwable thrown) {
        if (thrown instanceof WizdException known) {
            return HttpReply.problem(known.fault());
        }
        Events.tell(new HttpRequestFailed(head.verb(), found.resource().name(), exchange.origin(), thrown));
        return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
    }

    private Resource.Request request(byte[] content) {
        Upload file = upload == null ? null : upload.upload(head.fields());
        return request(content, file);
    }

    private Resource.Request request(byte[] content, @Nullable Upload file) {
        return new Resource.Request(head, found.variables(), content, file, exchange.memory, exchange::origin);
    }

    /** Any thread. */
    private void deliver(ReplyQueue replies, HttpReply reply) {
        if (upload != null) {
            upload.delete();
        }
        replies.deliver(exchange, reply);
    }
}
