package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;

/** JSON from the command line, which a shell may have mangled: so its user is told where it goes wrong, and what came. */
final class JsonArgument {
    private static final int MOST_SHOWN = 60;

    private JsonArgument() {}

    /** Checks that it is one JSON value; whether it is a proper message is the server's to say. */
    static Json parse(String text) {
        if (text.isBlank()) {
            throw new Failure(Exit.USAGE, "the message is empty: {} is the smallest");
        }
        try {
            return MessageCodec.checked(text.getBytes(StandardCharsets.UTF_8));
        } catch (WizdException e) {
            String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
            throw new Failure(
                    Exit.USAGE, "the message is refused: " + e.fault().description() + "; it came as " + shown);
        }
    }
}
