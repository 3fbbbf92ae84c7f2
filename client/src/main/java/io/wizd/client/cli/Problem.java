package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Why a server refuses a request, as RFC 9457 has it. */
record Problem(
        @Nullable String title,
        @Nullable String code,
        @Nullable String detail,
        @Nullable Long retryAfterMs) {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Problem UNKNOWN = new Problem(null, null, null, null);

    /**
     * The reply, if it is a success.
     *
     * @param login the command by which somebody logs in at that server
     */
    static HttpResponse<InputStream> check(HttpResponse<InputStream> reply, String login) {
        if (reply.statusCode() / 100 == 2) {
            return reply;
        }
        throw new Failure(exitStatus(reply.statusCode()), line(reply.statusCode(), read(reply), login));
    }

    private static Problem read(HttpResponse<InputStream> reply) {
        try (InputStream body = reply.body()) {
            byte[] text = body.readNBytes(MAX_BYTES);
            return text.length == 0 ? UNKNOWN : Jsons.read(Json.of(text), Problem.class);
        } catch (IOException | UncheckedIOException e) {
            return UNKNOWN;
        }
    }

    private static String line(int status, Problem problem, String login) {
        StringBuilder line = new StringBuilder("the server refuses: ").append(status);
        if (problem.code != null) {
            line.append(' ').append(problem.code);
        }
        String why = problem.detail != null ? problem.detail : problem.title;
        if (why != null) {
            line.append(": ").append(why);
        }
        if (problem.retryAfterMs != null && status == 429) {
            line.append("; it is worth to try again in ").append(Texts.duration(problem.retryAfterMs));
        }
        boolean isAboutAccount = status == 401 || status == 403;
        return Texts.printable(line.toString())
                + (isAboutAccount
                        ? "; name an account that may do this with --user NAME --password-file FILE, or log in (again): "
                                + login
                        : "");
    }

    private static int exitStatus(int status) {
        return switch (status) {
            case 400, 411, 413, 415, 422 -> Exit.BAD_DATA;
            case 502, 503, 504 -> Exit.UNAVAILABLE;
            default -> Exit.FAILED;
        };
    }
}
