package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.ConnectionException;
import io.wizd.client.ReplyMessage;
import io.wizd.protocol.Json;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sends envelopes, one a line, as fast as the client takes them; prints replies as they come. One thread sends. */
final class FileSender {
    private final Client client;
    private final ServerOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    private final AtomicInteger ok = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Phaser pending = new Phaser(1);
    private volatile @Nullable ConnectionException lost;
    private int badLines;

    FileSender(Client client, ServerOptions options, PrintWriter out, PrintWriter err) {
        this.client = client;
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** The exit status. A connection that is lost stops it: those that follow would fare no better. */
    int send(InputStream in) throws IOException {
        // Bytes as characters, so that what is not UTF-8 reaches the check of each line.
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        long begunNanos = System.nanoTime();
        int number = 0;
        for (String line = lines.readLine(); line != null && lost == null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                sendLine(number, line);
            }
        }
        pending.arriveAndAwaitAdvance();
        out.flush();
        ConnectionException connection = lost;
        if (connection != null) {
            err.println("wiz: " + Wiz.unreachable(connection, options.addresses()));
        }
        err.printf(
                "%d ok, %d with an error, %d without a reply, %d no envelope; %d ms%s%n",
                ok.get(),
                refused.get(),
                unanswered.get(),
                badLines,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos),
                connection != null ? "; stopped at line " + number : "");
        return exitStatus();
    }

    private void sendLine(int number, String line) {
        Message message;
        try {
            message = MessageCodec.decode(line.getBytes(StandardCharsets.ISO_8859_1));
        } catch (MalformedMessageException e) {
            badLines++;
            err.println("line " + number + ": " + e.getMessage());
            return;
        }
        Json seqNum = message.seqNum() != null ? message.seqNum() : Json.of(Integer.toString(number));
        pending.register();
        client.exchange(message, options.timeoutMs()).whenComplete((reply, failure) -> {
            try {
                if (failure == null) {
                    print(reply, seqNum);
                } else {
                    unanswered(number, failure);
                }
            } finally {
                pending.arriveAndDeregister();
            }
        });
    }

    private void print(ReplyMessage reply, Json seqNum) {
        (reply.isOk() ? ok : refused).incrementAndGet();
        out.println(withSeqNum(reply, seqNum));
    }

    private void unanswered(int number, Throwable failure) {
        unanswered.incrementAndGet();
        if (failure instanceof ConnectionException connection) {
            lost = connection;
        } else {
            err.println("line " + number + ": " + Printable.of(String.valueOf(failure.getMessage())));
        }
    }

    /** The reply as it came, on one line, but with the number of the envelope in place of the client's own. */
    private static String withSeqNum(ReplyMessage reply, Json seqNum) {
        Json text = reply.text();
        Json own = reply.seqNum();
        if (own == null) {
            return Texts.printable(text);
        }
        Json before = text.slice(text.offset(), own.offset() - text.offset());
        int end = own.offset() + own.length();
        Json after = text.slice(end, text.offset() + text.length() - end);
        return Texts.printable(Json.of(before.toString() + seqNum + after));
    }

    private int exitStatus() {
        if (lost != null) {
            return Exit.UNAVAILABLE;
        }
        if (badLines > 0) {
            return Exit.BAD_DATA;
        }
        return refused.get() + unanswered.get() > 0 ? Exit.FAILED : Exit.OK;
    }
}
