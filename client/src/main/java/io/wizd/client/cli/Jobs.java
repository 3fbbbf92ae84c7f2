package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The jobs of a server. Its methods fail as {@link RestClient#send} does. */
final class Jobs {
    private static final String PATH = "/api/jobs/";

    private record Page(List<JobStatus> jobs) {}

    private final RestClient rest;

    Jobs(RestClient rest) {
        this.rest = rest;
    }

    JobStatus get(long number) throws InterruptedException {
        return read(rest.send(PATH + number, HttpRequest.Builder::GET), JobStatus.class);
    }

    List<JobStatus> list() throws InterruptedException {
        return read(rest.send(PATH, HttpRequest.Builder::GET), Page.class).jobs();
    }

    /** Asks the server to end it, which takes until its next chunk. */
    void cancel(long number) throws InterruptedException {
        try (InputStream nothing =
                rest.send(PATH + number, HttpRequest.Builder::DELETE).body()) {
            nothing.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw rest.failure(e);
        }
    }

    /** All rejected rows, as CSV that can be corrected and sent again. */
    void saveRejects(long number, OutputFile file) throws InterruptedException {
        HttpResponse<InputStream> rows = rest.send(
                PATH + number + "/rejects",
                request -> request.setHeader("Accept", "text/csv").GET());
        file.save(rows.body());
    }

    JobStatus read(HttpResponse<InputStream> reply) {
        return read(reply, JobStatus.class);
    }

    private <T> T read(HttpResponse<InputStream> reply, Class<T> type) {
        try (InputStream body = reply.body()) {
            return Jsons.read(Json.of(body.readAllBytes()), type);
        } catch (IOException e) {
            throw rest.failure(e);
        } catch (UncheckedIOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "the server at " + rest.addresses() + " speaks of jobs in another way: is it"
                            + " another version?");
        }
    }
}
