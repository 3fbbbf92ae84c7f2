package io.wizd.client.cli;

import io.wizd.client.load.LoadGenerator;
import io.wizd.client.load.LoadPlan;
import io.wizd.client.load.LoadResult;
import io.wizd.client.load.NumberRange;
import io.wizd.client.load.RequestTemplate;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code wiz load}: puts load on a server. */
@Command(
        name = "load",
        description = "Sends one request over and over, over many connections, and measures the replies.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz load ping",
            "  bin/wiz load kv-set '{\"key\":\"k$${n}\",\"value\":1}' --in-flight 16",
            "  bin/wiz load --wire http 'PUT /kv/k$${n}' '{\"a\":1}' --range 0-99999"
        })
final class LoadCommand extends WizCommand {
    enum Wire {
        length,
        text,
        http
    }

    static final class RangeConverter implements ITypeConverter<NumberRange> {
        @Override
        public NumberRange convert(String text) {
            int dash = text.indexOf('-');
            try {
                return new NumberRange(
                        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                throw new TypeConversionException("'" + text + "' is not a range such as 100000-999999");
            }
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "REQUEST",
            description = "The message type; with --wire http, method and path, such as 'GET /kv/a'")
    private String request = "ping";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            description = "The message or the body; $${n} in it, or in a path, is a random number")
    private @Nullable String json;

    @Option(
            names = "--wire",
            paramLabel = "WIRE",
            defaultValue = "length",
            description = "length = length-prefixed messages, text = JSON text, http = HTTP/1.1"
                    + " (default: ${DEFAULT-VALUE})")
    private Wire wire = Wire.length;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "1",
            description = "Requests in flight on each connection, up to 1000 (default: ${DEFAULT-VALUE})")
    private int inFlight;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Measured time (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Seconds before that (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--range",
            paramLabel = "MIN-MAX",
            converter = RangeConverter.class,
            defaultValue = "1000000-1999999",
            description = "Of $${n}, which always has the digits of MAX (default: ${DEFAULT-VALUE})")
    private NumberRange range = NumberRange.DEFAULT;

    @Override
    public Integer call() throws InterruptedException {
        try {
            LoadResult result = LoadGenerator.run(plan());
            out().println(result);
            return result.isClean() ? Exit.OK : Exit.FAILED;
        } catch (IOException e) {
            throw new Failure(Exit.UNAVAILABLE, "no wizd at " + options().addresses() + ": start it with bin/wizd run");
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private LoadPlan plan() {
        return new LoadPlan(
                options().servers().stream()
                        .map(server -> new InetSocketAddress(server.host(), server.port()))
                        .toList(),
                template(),
                LoadPlan.Pressure.of(connections, inFlight),
                new LoadPlan.Period(Math.multiplyExact(warmUpSeconds, 1000), Math.multiplyExact(seconds, 1000)));
    }

    private RequestTemplate template() {
        if (json != null) {
            JsonArgument.parse(json.replace("${n}", Long.toString(range.max())));
        }
        @Nullable String token = options().identity(options().servers()).token();
        if (wire == Wire.http) {
            List<String> headers = new ArrayList<>();
            if (token != null) {
                headers.add("Authorization: " + token);
            }
            if (json != null) {
                headers.add("Content-Type: application/json");
            }
            return RequestTemplate.http(request, headers, json == null ? "" : json, range);
        }
        Json body = json == null ? Json.EMPTY_OBJECT : Json.of(json);
        Message message = new Message(request, null, null, null, token, null, body);
        return RequestTemplate.message(wire == Wire.text ? Framing.JSON_TEXT : Framing.LENGTH_PREFIXED, message, range);
    }
}
