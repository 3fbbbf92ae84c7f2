package io.wizd.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.client.ReplyError.WrongField;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one reply in one pass; fields that a newer server adds are passed over. One instance a text, one thread. */
final class ReplyReader {
    private final byte[] text;
    private @Nullable Json seqNum;
    private Json data = Json.NULL;
    private int status = -1;
    private String code = "";
    private String description = "";
    private @Nullable String field;
    private @Nullable Long retryAfterMs;
    private List<WrongField> errors = List.of();

    ReplyReader(byte[] text) {
        this.text = text;
    }

    ReplyMessage read() {
        try (JsonParser parser = Jsons.FACTORY.createParser(text)) {
            readEnvelope(parser);
        } catch (IOException e) {
            throw new WizdException(noReply(), e);
        }
        if (status < 0) {
            throw new WizdException(noReply());
        }
        ReplyError error = status == 0 ? null : new ReplyError(status, code, description, field, retryAfterMs, errors);
        return new ReplyMessage(Json.of(text), seqNum, error, data);
    }

    private void readEnvelope(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new WizdException(noReply());
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "seqNum" -> seqNum = slice(parser);
                case "result" -> readResult(parser);
                case "data" -> data = slice(parser);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new WizdException(noReply());
        }
    }

    private void readResult(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new WizdException(noReply());
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "Error" -> status = parser.getIntValue();
                case "Code" -> code = parser.getText();
                case "Description" -> description = parser.getText();
                case "Field" -> field = parser.getText();
                case "RetryAfterMs" -> retryAfterMs = value.isNumeric() ? parser.getLongValue() : null;
                case "Errors" -> errors = wrongFields(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private static List<WrongField> wrongFields(JsonParser parser) throws IOException {
        List<WrongField> all = new ArrayList<>();
        for (JsonNode error : Jsons.MAPPER.<JsonNode>readTree(parser)) {
            all.add(new WrongField(
                    error.path("Field").asText(),
                    error.path("Code").asText(),
                    error.path("Description").asText()));
        }
        return all;
    }

    private Json slice(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Json.of(text, start, (int) parser.currentLocation().getByteOffset() - start);
    }

    private Fault noReply() {
        String begin = Json.of(text, 0, Math.min(text.length, 60)).toString();
        return Fault.of(ErrorCode.NOT_JSON, "this is not a reply of wizd: " + begin);
    }
}
