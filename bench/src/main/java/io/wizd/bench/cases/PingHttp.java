package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.HttpJsonServer;
import io.wizd.client.Client;
import io.wizd.client.ClientConfig;
import io.wizd.client.load.NumberRange;
import io.wizd.protocol.Json;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A ping over HTTP, beside a bare Netty HTTP server that parses and writes the same JSON with Jackson.
 *
 * @param path {@code /ping} answers the data, {@code /messages} the envelope
 */
record PingHttp(String name, String path) implements BenchCase {
    private static final String ENVELOPE = "{\"msgType\":\"ping\",\"seqNum\":1,\"message\":{}}";

    @Override
    public String summary() {
        return "POST " + path + " " + ENVELOPE + "; bare Netty HTTP and Jackson, with the same answer";
    }

    @Override
    public Sides open(Stage stage) {
        String wizdAnswer = answer(stage.wizdAddress());
        Stage.ReferenceServer reference =
                stage.reference("bare Netty, Jackson", HttpJsonServer.class, versionOf(stage.wizdAddress()));
        String referenceAnswer = answer(reference.address());
        if (!wizdAnswer.equals(referenceAnswer)) {
            throw new BenchException("the reference answers " + referenceAnswer + " and wizd " + wizdAnswer
                    + ": make HttpJsonServer answer the same");
        }
        Workload load = Workload.Http.json("POST " + path, ENVELOPE, NumberRange.DEFAULT);
        return new Sides(stage.wizd(load), reference.under(load));
    }

    private static String versionOf(InetSocketAddress wizd) {
        record Pong(boolean pong, String version) {}

        try (Client client = new Client(ClientConfig.at(wizd.getHostString(), wizd.getPort()))) {
            return client.call("ping", Json.EMPTY_OBJECT, Pong.class).version();
        }
    }

    private String answer(InetSocketAddress server) {
        return new String(OneRequest.post(server, path, ENVELOPE), StandardCharsets.UTF_8);
    }
}
