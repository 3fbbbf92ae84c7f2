package io.wizd.client.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.client.Client;
import io.wizd.client.ConnectionException;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Printable;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiz fib}: Fibonacci numbers, one a line. */
@Command(
        name = "fib",
        description = "Prints the first N Fibonacci numbers, one a line.",
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz fib 10", "  bin/wiz fib --last 1000"})
final class FibCommand extends WizCommand {
    @Parameters(paramLabel = "N", description = "How many; the server sets a limit, and names it where N is above")
    private long n;

    @Option(names = "--last", description = "Only the last of them, which may be a large one")
    private boolean last;

    @Override
    public Integer call() {
        try (Client client = options().newClient()) {
            Json message = Json.of("{\"N\":" + n + (last ? ",\"only\":\"last\"}" : "}"));
            print(client.call("fib", message));
            out().flush();
            return Exit.OK;
        } catch (ConnectionException e) {
            if (e.getCause() instanceof WizdException known && known.fault().code() == ErrorCode.TOO_LARGE) {
                throw new Failure(Exit.BAD_DATA, tooLarge());
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tooLarge() {
        return "the answer is larger than the 16 MiB that a message may have; over HTTP it comes piece by piece:"
                + " curl -s http://%s/fib/%d%s".formatted(options().servers().getFirst(), n, last ? "/last" : "");
    }

    /** The numbers are in an array, or the last one stands alone; they may be of any length. */
    private void print(Json data) throws IOException {
        try (JsonParser parser = Jsons.FACTORY.createParser(data.array(), data.offset(), data.length())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(last ? "last" : "result");
                JsonToken value = parser.nextToken();
                if (wanted && value != JsonToken.START_ARRAY) {
                    out().println(Printable.of(parser.getText()));
                } else if (wanted) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        out().println(Printable.of(parser.getText()));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}
