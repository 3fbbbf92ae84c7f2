package io.wizd.client.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.wizd.protocol.Json;
import io.wizd.protocol.JsonLimits;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON from the command line, which a shell may have mangled: so its user is told where it goes wrong. */
final class JsonArgument {
    private JsonArgument() {}

    /** Checks that it is one JSON value; whether it is a proper message is the server's to say. */
    static Json parse(String text) {
        try (JsonParser parser = Jsons.FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new Failure(Exit.USAGE, "the message is empty: {} is the smallest");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw notJson(text, (int) parser.currentTokenLocation().getCharOffset(), "the text goes on after it");
            }
            return Json.of(text);
        } catch (StreamConstraintsException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the message is nested too deeply: at most " + JsonLimits.MAX_DEPTH + " levels are taken");
        } catch (JsonProcessingException e) {
            throw notJson(text, (int) e.getLocation().getCharOffset(), e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Failure notJson(String text, int at, String why) {
        int place = Math.clamp(at, 0, text.length());
        String before = text.substring(Math.max(0, place - 20), place);
        String after = text.substring(place, Math.min(text.length(), place + 20));
        return new Failure(
                Exit.USAGE,
                "the message is not JSON at character %d, marked here: %s >>> %s (%s)"
                        .formatted(place + 1, before, after, withoutSource(why)));
    }

    /** The parser tells its own location after this, which is no help here. */
    private static String withoutSource(String why) {
        int source = why.indexOf(" (start marker at");
        return source < 0 ? why : why.substring(0, source);
    }
}
