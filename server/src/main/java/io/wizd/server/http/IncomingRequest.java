package io.wizd.server.http;

import io.netty.buffer.ByteBuf;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that is being read, and then carried out. On the event loop, but where it says otherwise. */
final class IncomingRequest {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingRequest.class);

    /** No gzip makes more of a byte (deflate's limit). */
    private static final long MAX_INFLATION = 1032;

    private static final int STEP_BYTES = 1 << 20;

    private final Exchange exchange;
    private final RequestHead head;
    private final Resources.Found found;
    private final int maxBytes;
    private final RequestBody body;

    private BodyRoom.@Nullable Claim claim;
    private int lookedAtBytes;
    private boolean ended;

    IncomingRequest(Exchange exchange, RequestHead head, Resources.Found found, int maxBytes) {
        this.exchange = exchange;
        this.head = head;
        this.found = found;
        this.maxBytes = maxBytes;
        this.body = new RequestBody(maxBytes);
    }

    Exchange exchange() {
        return exchange;
    }

    /** Whether it waits for 100 to send its body. */
    boolean expectsContinue() {
        return head.expectsContinue();
    }

    /** Nothing more of it will come. */
    void end() {
        ended = true;
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
        body.add(part);
    }

    /** Whether {@value #STEP_BYTES} bytes have come since this was true. */
    boolean hasGrown() {
        boolean grown = body.length() - lookedAtBytes > STEP_BYTES;
        if (grown) {
            lookedAtBytes = body.length();
        }
        return grown;
    }

    /**
     * How many bytes of room it must have now, as far as its head and what has come of its body tell; none where that
     * is no more than any message may have, or where it has asked before.
     */
    long roomNeeded(int usualMaxBytes) {
        if (claim != null || maxBytes <= usualMaxBytes || exchange.decided) {
            return 0;
        }
        boolean gzip = HeadChecks.isGzip(head.fields().contentEncoding);
        if (head.contentLength() < 0) {
            return gzip || body.length() > usualMaxBytes ? maxBytes : 0;
        }
        long most = gzip ? head.contentLength() * MAX_INFLATION : head.contentLength();
        return most > usualMaxBytes ? Math.min(most, maxBytes) : 0;
    }

    /**
     * Asks for room.
     *
     * @param whenGranted called once, by any thread, if there is none at once
     * @throws WizdException {@code OVERLOADED}
     */
    void claim(BodyRoom room, long bytes, Runnable whenGranted) {
        claim = room.claim(bytes, whenGranted);
    }

    /** Whether it may go on: it needs no room, or has it. */
    boolean hasRoom() {
        return claim == null || claim.isGranted();
    }

    /** Gives its room back. Any thread. */
    void release() {
        if (claim != null) {
            claim.release();
        }
    }

    /** Carries it out, and delivers the reply. */
    void answer(ReplyQueue replies) {
        byte[] content = body.bytes();
        if (content.length > 0 && HeadChecks.isGzip(head.fields().contentEncoding)) {
            Thread.ofVirtual().name("inflate").start(() -> answerInflated(replies, content));
        } else {
            answer(replies, content);
        }
    }

    /** On a virtual thread, because it can take milliseconds. */
    private void answerInflated(ReplyQueue replies, byte[] compressed) {
        try {
            answer(replies, RequestBody.inflated(compressed, maxBytes));
        } catch (WizdException e) {
            deliver(replies, HttpReply.problem(e.fault()));
        }
    }

    private void answer(ReplyQueue replies, byte[] content) {
        try {
            found.resource()
                    .answer(new Resource.Request(head, found.variables(), content), reply -> deliver(replies, reply));
        } catch (WizdException e) {
            deliver(replies, HttpReply.problem(e.fault()));
        } catch (RuntimeException e) {
            LOG.error("{} {}: unexpected", head.verb(), found.resource().name(), e);
            deliver(replies, HttpReply.problem(Fault.of(ErrorCode.INTERNAL)));
        }
    }

    private void deliver(ReplyQueue replies, HttpReply reply) {
        release();
        replies.deliver(exchange, reply);
    }
}
