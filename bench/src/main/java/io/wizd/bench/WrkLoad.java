package io.wizd.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.client.load.NumberRange;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program wrk, for HTTP; messages over TCP go out by {@link BuiltInLoad}, since wrk does not speak them. */
final class WrkLoad implements LoadTool {
    private static final String RESULT = "RESULT ";
    private static final String NUMBER = "${n}";

    private final BuiltInLoad builtIn = new BuiltInLoad();
    private final Path folder;

    /**
     * @param folder for scripts
     * @throws BenchException if wrk is not installed
     */
    WrkLoad(Path folder) {
        this.folder = folder;
        try {
            new ProcessBuilder("wrk", "-v")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new BenchException("--load wrk needs wrk: apt-get install wrk", e);
        }
    }

    @Override
    public String name() {
        return "wrk over HTTP, built in over TCP";
    }

    @Override
    public LoadFigures run(InetSocketAddress target, Workload workload, int connections, int durationMs) {
        return switch (workload) {
            case Workload.Tcp tcp -> builtIn.run(target, tcp, connections, durationMs);
            case Workload.Http http -> wrk(target, http, connections, Math.max(1, durationMs / 1000));
        };
    }

    private LoadFigures wrk(InetSocketAddress target, Workload.Http http, int connections, int seconds) {
        try {
            Path script = Files.writeString(folder.resolve("load.lua"), script(http));
            List<String> command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
            command.addAll(List.of("-s", script.toString(), "http://127.0.0.1:" + target.getPort()));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return figures(output);
        } catch (IOException e) {
            throw new BenchException("wrk failed: " + e.getMessage(), e);
        }
    }

    /** The figures that the script printed at the end. */
    static LoadFigures figures(String output) {
        String[] figures = output.lines()
                .filter(line -> line.startsWith(RESULT))
                .findFirst()
                .orElseThrow(() -> new BenchException("wrk printed no result: " + output.strip()))
                .substring(RESULT.length())
                .split(" ");
        long replies = Long.parseLong(figures[0]);
        long errors = Long.parseLong(figures[4]);
        return new LoadFigures(
                replies,
                replies * 1e6 / Long.parseLong(figures[1]),
                Long.parseLong(figures[2]) / 1e3,
                Long.parseLong(figures[3]) / 1e3,
                errors,
                errors == 0 ? "" : output.strip());
    }

    static String script(Workload.Http http) {
        int space = http.requestLine().indexOf(' ');
        String method = http.requestLine().substring(0, space);
        String path = http.requestLine().substring(space + 1);
        StringBuilder lua = new StringBuilder("wrk.method = " + quoted(method) + "\n");
        for (String header : http.headers()) {
            int colon = header.indexOf(':');
            lua.append("wrk.headers[%s] = %s\n"
                    .formatted(
                            quoted(header.substring(0, colon)),
                            quoted(header.substring(colon + 1).strip())));
        }
        lua.append(
                (http.requestLine() + http.body()).contains(NUMBER)
                        ? newRequests(path, http)
                        : sameRequest(path, http));
        return lua.append("""
                function done(summary, latency)
                  local e = summary.errors
                  io.write(string.format("%s%%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
                    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
                end
                """.formatted(RESULT)).toString();
    }

    /** wrk makes it once. */
    private static String sameRequest(String path, Workload.Http http) {
        return "wrk.path = " + quoted(path) + "\n"
                + (http.body().isEmpty() ? "" : "wrk.body = " + quoted(http.body()) + "\n");
    }

    private static String newRequests(String path, Workload.Http http) {
        NumberRange range = http.range();
        return """
                function init() math.randomseed(os.time()) end
                function request()
                  local n = string.format("%%0%dd", math.random(%d, %d))
                  return wrk.format(nil, %s, nil, %s)
                end
                """.formatted(
                        Long.toString(range.max()).length(),
                        range.min(),
                        range.max(),
                        expression(path),
                        http.body().isEmpty() ? "nil" : expression(http.body()));
    }

    private static String expression(String text) {
        return quoted(text).replace(NUMBER, "\" .. n .. \"");
    }

    /** JSON and Lua agree on how to quote what is in our requests. */
    private static String quoted(String text) {
        try {
            return Jsons.MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every string is JSON", e);
        }
    }
}
