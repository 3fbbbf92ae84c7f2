package io.wizd.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.util.Optional;

/** The reply to a ping. Static, any thread. */
final class Pong {
    private Pong() {}

    /** The version of the server, where it tells one. */
    static Optional<String> version(ReplyMessage reply) {
        Json data = reply.data();
        try (JsonParser parser = Jsons.FACTORY.createParser(data.array(), data.offset(), data.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("version") && value == JsonToken.VALUE_STRING) {
                    return Optional.of(parser.getText());
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            // A server that answers is up, whatever it says.
            return Optional.empty();
        }
    }
}
