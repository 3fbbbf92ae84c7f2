package io.wizd.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Sends a file, in constant memory, and shows how far it is. */
final class ImportUpload {
    private static final int TICK_MS = 100;
    /** The disk of a busy server may pause, and so may the network. */
    private static final long STALLED_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final RestClient rest;
    private final ImportFile file;
    private final CountedBody body;
    private final ProgressMeter meter;

    ImportUpload(RestClient rest, ImportFile file, ProgressMeter meter) {
        this.rest = rest;
        this.file = file;
        this.body = new CountedBody(file);
        this.meter = meter;
    }

    /** Whether the server may have the whole file, and so may have begun. */
    boolean mayHaveArrived() {
        return body.readWhole();
    }

    /**
     * The head of the reply, which is a success.
     *
     * @throws Failure as {@link RestClient#send} does, and where the file cannot be read
     */
    HttpResponse<InputStream> send(String target, UnaryOperator<HttpRequest.Builder> form) throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> reply = rest.start(
                target,
                request -> form.apply(described(request))
                        // So that a server which refuses does so before the file is sent.
                        .expectContinue(true)
                        .PUT(body.publisher()));
        try {
            return Problem.check(await(reply), rest.login());
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private HttpRequest.Builder described(HttpRequest.Builder request) {
        request.setHeader("Content-Type", file.contentType());
        return file.isGzip() ? request.setHeader("Content-Encoding", "gzip") : request;
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> reply)
            throws InterruptedException, ExecutionException {
        long lastBytes = 0;
        long lastNanos = System.nanoTime();
        while (true) {
            try {
                return reply.get(TICK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                meter.uploading(body.sentBytes(), file.bytes());
            }
            // Whoever fills standard input may take any time.
            boolean waitsForUs = file.bytes() < 0 && !body.readWhole();
            if (waitsForUs || body.sentBytes() != lastBytes) {
                lastBytes = body.sentBytes();
                lastNanos = System.nanoTime();
            } else if (System.nanoTime() - lastNanos > STALLED_NANOS) {
                reply.cancel(true);
                throw new Failure(Exit.TIMED_OUT, rest.addresses() + " took nothing for 2 minutes" + whatNow());
            }
        }
    }

    private Failure failure(ExecutionException thrown) {
        IOException unreadable = body.readFailure().orElse(null);
        if (unreadable != null) {
            return new Failure(Exit.IO_ERROR, "cannot read " + file.name() + " to its end: " + unreadable.getMessage());
        }
        Failure failure = rest.failure(thrown);
        return body.sentBytes() == 0 ? failure : new Failure(failure.exitStatus(), failure.getMessage() + whatNow());
    }

    /** What is certain where there was no reply. */
    private String whatNow() {
        return body.readWhole()
                ? "; the server may have the whole file: see bin/wiz jobs"
                : "; " + Texts.bytes(body.sentBytes()) + " were sent, nothing was imported";
    }
}
