package io.wizd.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that imports members as a test scripts it, a file with one of them, and {@code wiz} in this JVM. */
final class ImportBed implements AutoCloseable {
    static final String BATCH = "PUT /api/members/batch";
    static final String CSV = "first_name,last_name\nAnn,Abel\n";
    static final String RUNNING =
            "{\"job\":7,\"state\":\"running\",\"rows\":1000,\"bytes\":10,\"bytesTotal\":31,\"rowsPerSecond\":500}";
    static final String DONE = "{\"job\":7,\"state\":\"done\",\"rows\":1000,\"inserted\":1000,\"elapsedMs\":2100,"
            + "\"file\":\"members.csv\",\"somethingNew\":1}";

    private final FakeRest server;
    private final Path password;
    private final Path members;

    /** @param folder gets the files */
    ImportBed(Path folder) throws IOException {
        server = new FakeRest();
        new WizProcess(folder, server.port()).ownsServer("secret");
        password = folder.resolve("admin-password");
        members = Files.writeString(folder.resolve("members.csv"), CSV);
    }

    FakeRest server() {
        return server;
    }

    /** The file. */
    String members() {
        return members.toString();
    }

    /** The server answers an import with these lines. */
    void streams(String... lines) {
        server.on(BATCH, exchange -> {
            FakeRest.stream(exchange, lines);
            exchange.close();
        });
    }

    /** As the account that the server takes. */
    WizCall.Result wiz(String... args) {
        List<String> all = new ArrayList<>(List.of("--password-file", password.toString()));
        all.addAll(List.of(args));
        return new WizCall(server.port()).run(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        server.close();
    }
}
