package io.wizd.client.cases;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one case file. Envelopes stay as the bytes that are there, so that a case can hold a field twice, a lone
 * surrogate, or a number that no double can hold. One instance a file, one thread.
 */
final class CaseFileReader {
    static final String ENDING = ".json";

    private final String file;
    private final String type;
    private final byte[] text;
    private final Set<String> names = new HashSet<>();

    private @Nullable String name;
    private @Nullable String as;
    private List<Json> before = List.of();
    private @Nullable Json send;
    private @Nullable Json expect;

    /** @param file its name; the cases of {@code kv-set.json} are of the type {@code kv-set} */
    CaseFileReader(String file, byte[] text) {
        this.file = file;
        this.type = file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
        this.text = text;
    }

    List<MessageCase> read() {
        List<MessageCase> cases = new ArrayList<>();
        try (JsonParser all = Jsons.FACTORY.createParser(new String(text, StandardCharsets.UTF_8));
                JsonParser parser = Jsons.FACTORY.createParser(text)) {
            // What the other one passes over is read here.
            while (all.nextToken() != null) {
                all.finishToken();
            }
            require(parser.nextToken() == JsonToken.START_ARRAY, parser, "the file is not an array of cases");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                cases.add(readCase(parser));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new CaseFileException(file, line, e.getOriginalMessage());
        } catch (IOException e) {
            throw new CaseFileException(file, 0, e.toString());
        }
        return cases;
    }

    private MessageCase readCase(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, parser, "a case is an object");
        name = null;
        as = null;
        before = List.of();
        send = null;
        expect = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            readField(parser, field);
        }
        if (name == null || send == null || expect == null) {
            throw fault(parser, "a case has a name, an envelope to send and what to expect");
        }
        require(names.add(name), parser, "two cases are named " + name);
        return new MessageCase(type, name, as, before, send, expect);
    }

    private void readField(JsonParser parser, String field) throws IOException {
        switch (field) {
            case "name" -> name = parser.getText();
            case "as" -> as = parser.getText();
            case "before" -> before = readList(parser);
            case "send" -> send = slice(parser);
            case "expect" -> expect = slice(parser);
            default -> throw fault(parser, "a case has no field " + field);
        }
    }

    private List<Json> readList(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, parser, "before is an array of envelopes");
        List<Json> envelopes = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            envelopes.add(slice(parser));
        }
        return List.copyOf(envelopes);
    }

    private Json slice(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, parser, "this should be an object");
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return Json.of(text, start, (int) parser.currentLocation().getByteOffset() - start);
    }

    private void require(boolean condition, JsonParser parser, String otherwise) {
        if (!condition) {
            throw fault(parser, otherwise);
        }
    }

    private CaseFileException fault(JsonParser parser, String what) {
        return new CaseFileException(file, parser.currentTokenLocation().getLineNr(), what);
    }
}
