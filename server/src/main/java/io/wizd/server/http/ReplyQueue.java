package io.wizd.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.wizd.budget.Memory;
import io.wizd.event.Events;
import io.wizd.event.RequestEvent.HttpReplyNotSelected;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.SharedJson;
import io.wizd.server.connection.ClosingConnection;
import io.wizd.server.connection.Connection;
import io.wizd.server.http.body.BodyWork;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.site.OtherOrigins;
import io.wizd.server.http.wire.FileResponse;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.ReplyWriter;
import io.wizd.server.http.wire.ReplyWriter.Part;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.logfile.AccessLog;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes the replies of a connection in the order of the requests, however they become ready: an interim 100 too is
 * written when all before it are. Requests are carried out side by side where all of them are safe (RFC 9112, 9.3.2); any other
 * begins when the replies before it are written, and the next one when it is answered. On the event loop, but {@link #deliver}.
 */
final class ReplyQueue {
    private final Channel channel;
    private final Connection connection;
    private final BodyWork work;
    private final OtherOrigins origins;
    private final @Nullable AccessLog accessLog;
    private final Runnable whenWritten;

    /** Exchanges whose replies have not been written, the oldest first. */
    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();

    /** The request that is not safe and is being carried out. */
    private @Nullable Exchange unsafe;

    /** The request whose turn has not come; none behind it is decoded. */
    private @Nullable IncomingRequest waiting;

    /** Whether the oldest reply is being written in parts: all others wait. */
    private boolean inParts;

    private boolean closed;

    /**
     * That of a connection.
     *
     * @param accessLog null if there is none
     * @param whenWritten called after replies were written, when there may be room for more requests
     */
    ReplyQueue(Connection connection, Resources resources, @Nullable AccessLog accessLog, Runnable whenWritten) {
        this.channel = connection.channel();
        this.connection = connection;
        this.work = resources.bodyWork();
        this.origins = resources.sites().origins();
        this.accessLog = accessLog;
        this.whenWritten = whenWritten;
    }

    /** What takes processor time. */
    BodyWork work() {
        return work;
    }

    /** A request has begun. */
    void add(Exchange exchange) {
        if (accessLog != null) {
            exchange.begunNanos = System.nanoTime();
        }
        exchanges.add(exchange);
    }

    /** Nothing more of the request will be read: it is in flight until its reply is written, which may have been done by its head. */
    void ended(Exchange exchange) {
        if (exchange.written) {
            connection.answered();
        } else if (!exchange.inFlight) {
            exchange.inFlight = true;
            connection.began();
        }
    }

    /** Carries out a request that has come whole, now or when its turn comes. */
    void begin(IncomingRequest request) {
        if (mayBegin(request.exchange())) {
            takeTurn(request.exchange());
            request.answer(this);
        } else {
            waiting = request;
            connection.pause();
        }
    }

    private boolean mayBegin(Exchange exchange) {
        return exchange.isSafe() ? unsafe == null : exchanges.peek() == exchange;
    }

    private void takeTurn(Exchange exchange) {
        if (!exchange.isSafe()) {
            unsafe = exchange;
        }
    }

    private void beginWaiting() {
        IncomingRequest next = waiting;
        if (next != null && mayBegin(next.exchange())) {
            waiting = null;
            takeTurn(next.exchange());
            connection.unpause();
            // Not at once: it may be answered at once, and so may the next one, and the next.
            channel.eventLoop().execute(() -> {
                if (closed) {
                    next.release();
                } else {
                    next.answer(this);
                }
            });
        }
    }

    /** The request will get no reply. */
    void remove(Exchange exchange) {
        exchanges.remove(exchange);
    }

    /** The connection is gone, and nobody waits for a reply. */
    void close() {
        closed = true;
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
        for (Exchange exchange : exchanges) {
            if (exchange.reply != null) {
                exchange.reply.discard();
                exchange.memory.release();
            }
        }
        exchanges.clear();
    }

    boolean isEmpty() {
        return exchanges.isEmpty();
    }

    /** The reply to a request, from any thread; it is written in its turn. */
    void deliver(Exchange exchange, HttpReply made) {
        RequestHead head = exchange.head;
        HttpReply reply = exchange.inForm(made);
        if (head == null || SelectedRepresentation.isAsMade(head, reply)) {
            ready(exchange, reply);
        } else if (SelectedRepresentation.takesTime(head, reply)) {
            Thread.ofVirtual().name("compress").start(() -> ready(exchange, selected(exchange, head, reply)));
        } else {
            ready(exchange, selected(exchange, head, reply));
        }
    }

    private HttpReply selected(Exchange exchange, RequestHead head, HttpReply reply) {
        try {
            HttpReply selected = SelectedRepresentation.of(head, reply, work);
            if (selected.status() == reply.status()) {
                return selected;
            }
            reply.discard();
            return exchange.inForm(selected);
        } catch (Throwable e) {
            Events.tell(new HttpReplyNotSelected(head.verb(), head.target().path(), exchange.origin(), e));
            return exchange.inForm(HttpReply.problem(Fault.of(ErrorCode.INTERNAL)));
        }
    }

    private void ready(Exchange exchange, HttpReply reply) {
        connection.execute(() -> {
            if (closed) {
                reply.discard();
                exchange.memory.release();
            } else {
                exchange.reply = outgoing(exchange, reply);
                exchange.memory.replyIsReady();
                if (unsafe == exchange) {
                    unsafe = null;
                }
                writeReady();
            }
        });
    }

    private HttpReply outgoing(Exchange exchange, HttpReply reply) {
        return origins.shown(exchange.head, exchange.named(reply));
    }

    /** Writes what is ready and whose turn it is. */
    void writeReady() {
        for (Exchange first = exchanges.peek();
                first != null && first.reply != null && mayWrite(first.reply);
                first = exchanges.peek()) {
            write(first, first.reply);
        }
        writeContinueIfDue();
        beginWaiting();
        whenWritten.run();
    }

    /** A large reply is written once the client has taken those before it: until then it is in memory once only. */
    private boolean mayWrite(HttpReply reply) {
        boolean large = reply.body() instanceof ReplyBody.Bytes bytes && bytes.count() > Memory.SMALL_BYTES;
        return !inParts && (!large || channel.isWritable());
    }

    private void write(Exchange exchange, HttpReply reply) {
        if (reply.body() instanceof ReplyBody.Streamed streamed && exchange.part() == Part.ALL) {
            inParts = true;
            streamed.stream().start(new HttpStream(connection, exchange, reply, streamed, this));
            return;
        }
        ByteBuf response = ReplyWriter.encode(reply, exchange.persistence(), exchange.part(), channel.alloc());
        SharedJson inFile = ReplyWriter.bodyInFile(reply, exchange.part());
        if (inFile != null) {
            // Each write may be told of room for more, and come back here with the next reply.
            inParts = true;
            FileResponse.write(response, inFile, channel);
            inParts = false;
            response = Unpooled.EMPTY_BUFFER;
        }
        reply.discard();
        end(exchange, response);
    }

    /** The last bytes of an exchange. */
    private void end(Exchange exchange, ByteBuf last) {
        exchanges.remove();
        exchange.written = true;
        if (accessLog != null && exchange.reply != null) {
            accessLog.add(exchange.accessEntry(exchange.reply));
        }
        if (exchange.keepAlive) {
            channel.write(last, channel.voidPromise());
        } else {
            // Not at once: the listener may run before the lines below.
            channel.writeAndFlush(last)
                    .addListener(written -> channel.eventLoop().execute(() -> ClosingConnection.begin(channel)));
        }
        exchange.memory.release();
        if (exchange.inFlight) {
            connection.ended();
        }
    }

    /** All of a body that is made while it is sent was written. */
    void streamWritten(Exchange exchange) {
        if (!closed) {
            inParts = false;
            end(exchange, Unpooled.EMPTY_BUFFER);
            if (!exchange.keepAlive) {
                // Those behind it came on a connection that ends with this one.
                close();
            }
            writeReady();
        }
    }

    /** Nothing of it was written: the response is another one. */
    void streamRefused(Exchange exchange, HttpReply reply) {
        if (!closed) {
            inParts = false;
            exchange.reply = outgoing(exchange, exchange.inForm(reply));
            writeReady();
        }
    }

    /** Asks for the body of the oldest request, if its client waits for that. */
    void writeContinueIfDue() {
        Exchange first = exchanges.peek();
        if (first != null && first.awaitsContinue && !first.decided) {
            first.awaitsContinue = false;
            channel.writeAndFlush(ReplyWriter.interimContinue(channel.alloc()), channel.voidPromise());
        }
    }
}
