package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiz set}: sets a key. */
@Command(
        name = "set",
        description = "Sets a key to a value, whatever it held, and prints the version of this write.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz set greeting hello",
            "  bin/wiz set config '{\"x\":1}'",
            "  bin/wiz set --string year 2026",
            "  bin/wiz set notes - <notes.json"
        })
final class SetCommand extends WizCommand {
    record Written(long version) {}

    @Parameters(index = "0", paramLabel = "KEY", description = "The key, 1 to 512 bytes of UTF-8")
    private String key = "";

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description =
                    "JSON if it is valid JSON, else a string: 1 is a number, \"1\" and hello are strings. What begins"
                            + " with {, [ or \" and is not valid JSON is refused. - reads the value from standard input; a line"
                            + " break at its end does not belong to a string.")
    private String value = "";

    @Option(names = "--string", description = "Take VALUE as a string, whatever it looks like")
    private boolean string;

    @Override
    public Integer call() throws IOException {
        String text = value.equals("-") ? standardInput() : value;
        Json json = string ? TypedValue.string(text) : TypedValue.of(text);
        try (Client client = options().newClient()) {
            Json written = client.call("kv-set", Jsons.write(Map.of("key", key, "value", json)));
            out().println(Jsons.read(written, Written.class).version());
            return Exit.OK;
        }
    }

    private static String standardInput() throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(System.in.readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().replaceFirst("\r?\n\\z", "");
        } catch (CharacterCodingException e) {
            throw new Failure(
                    Exit.BAD_DATA,
                    "standard input is not UTF-8 text; for bytes: curl -X PUT http://HOST:PORT/kv/KEY --data-binary @FILE");
        }
    }
}
