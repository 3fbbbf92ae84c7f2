package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A strict reader of JSON that shares no code with ours: UTF-8 first, then Jackson's parser of characters. */
final class ReferenceJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ReferenceJson() {}

    /** The tokens of the one value; null where the bytes are no JSON text. */
    static @Nullable List<String> tokens(byte[] text) {
        try {
            String characters = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            return tokens(characters);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        // From a reader: from a string Jackson may read otherwise.
        try (JsonParser parser = FACTORY.createParser(new StringReader(text))) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean behindValue = depth == 0 && !tokens.isEmpty();
                if (behindValue) {
                    return null;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                tokens.add(token + " " + parser.getText());
            }
            return depth == 0 && !tokens.isEmpty() ? tokens : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The tokens of each field of an object. */
    static Map<String, List<String>> fields(List<String> tokens) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int at = 1;
        while (at < tokens.size() - 1) {
            String name = tokens.get(at).substring("FIELD_NAME ".length());
            int from = ++at;
            int depth = 0;
            do {
                String token = tokens.get(at++);
                depth += token.startsWith("START_") ? 1 : token.startsWith("END_") ? -1 : 0;
            } while (depth > 0);
            fields.put(name, tokens.subList(from, at));
        }
        return fields;
    }
}
