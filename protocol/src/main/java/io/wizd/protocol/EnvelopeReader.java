package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.program.Suggestion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one envelope in one pass. It goes on after a fault, so that the reply can carry the number and the type that
 * stand behind it, and reports the first, or all fields of the envelope that are wrong. One instance a text, one thread.
 */
final class EnvelopeReader {
    private static final List<String> FIELDS =
            List.of("msgType", "seqNum", "message", "userID", "deviceID", "token", "requestId");

    /** So many unknown fields are looked at for mistakes: one look costs as much as a field, and nobody misspells more. */
    private static final int LOOKED_AT_FOR_MISTAKES = 16;

    private final byte[] text;

    /** Bit n for the field n of {@link #FIELDS}; a set of names would be made for each message. */
    private int seen;

    private final Set<String> seenOthers = new LinkedHashSet<>(0);

    private int fields;

    private @Nullable String msgType;
    private @Nullable Json seqNum;
    private @Nullable String userID;
    private @Nullable String deviceID;
    private @Nullable String token;
    private @Nullable String requestId;
    private Json body = Json.EMPTY_OBJECT;
    private @Nullable Fault firstFault;

    /** Of the fields that an envelope has; made only when there is one, which is rare. */
    private @Nullable Map<String, Fault> fieldFaults;

    EnvelopeReader(byte[] text) {
        this.text = text;
    }

    Message read() {
        try (JsonParser parser = Jsons.FACTORY.createParser(text)) {
            JsonText.check(text, 0, text.length);
            checkSyntax();
            readText(parser);
        } catch (IOException e) {
            if (firstFault == null) {
                fault(MessageCodec.malformed(e, text).fault());
            }
        } catch (WizdException e) {
            fault(e.fault());
        }
        if (firstFault == null && msgType == null) {
            fault(Fault.of(ErrorCode.MISSING_TYPE, "the envelope has no msgType"));
        }
        if (firstFault != null || msgType == null) {
            throw new MalformedMessageException(
                    firstFault != null ? allOf(firstFault) : Fault.of(ErrorCode.MISSING_TYPE), msgType, seqNum);
        }
        return new Message(msgType, seqNum, userID, deviceID, token, requestId, body);
    }

    /** Invalid JSON is read still, as far as its envelope goes. */
    private void checkSyntax() {
        try {
            JsonSyntax.check(text);
        } catch (WizdException e) {
            fault(e.fault());
        }
    }

    private void readText(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            if (first == null) {
                return;
            }
            fault(Fault.of(ErrorCode.BAD_ENVELOPE, "a message is a JSON object, this is " + name(first)));
        } else {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                MessageCodec.checkFields(++fields);
                readField(parser, parser.currentName());
            }
            if (!seenOthers.isEmpty()) {
                refuseMisspelt();
            }
        }
    }

    /**
     * What nobody knows is passed over, but what looks like a field that is not there was meant to be it: without its body or its
     * number a message would be carried out and be something else.
     */
    private void refuseMisspelt() {
        seenOthers.stream().limit(LOOKED_AT_FOR_MISTAKES).forEach(name -> {
            Optional<String> meant = meantBy(name);
            if (meant.isPresent()) {
                Fault fault = Fault.ofField(
                        name, "there is no field " + name + " in an envelope" + Suggestion.didYouMean(meant));
                fault(fault);
                keep(meant.get(), fault);
            }
        });
    }

    /** The absent field that looks like it. People call the sequence number seqNo, seq or sequence; no other field begins so. */
    private Optional<String> meantBy(String name) {
        List<String> absent = FIELDS.stream()
                .filter(field -> (seen & 1 << FIELDS.indexOf(field)) == 0)
                .toList();
        if (absent.contains("seqNum") && name.regionMatches(true, 0, "seq", 0, 3)) {
            return Optional.of("seqNum");
        }
        List<String> alike = absent.stream()
                .filter(field -> Math.abs(field.length() - name.length()) <= 1)
                .toList();
        return Suggestion.of(name, alike, 1);
    }

    private void readField(JsonParser parser, String name) throws IOException {
        if (isRepeated(name)) {
            fault(Fault.ofField(name, name + " appears twice in the envelope"));
        }
        JsonToken value = parser.nextToken();
        switch (name) {
            case "msgType" -> msgType = string(parser, name, JsonLimits.MAX_NAME_CHARS);
            case "seqNum" -> seqNum = sequenceNumber(parser, value);
            case "userID" -> userID = string(parser, name, JsonLimits.MAX_NAME_CHARS);
            case "deviceID" -> deviceID = string(parser, name, JsonLimits.MAX_NAME_CHARS);
            case "token" -> token = string(parser, name, 4096);
            case "requestId" -> requestId = string(parser, name, JsonLimits.MAX_REQUEST_ID_CHARS);
            case "message" -> body = object(parser, value);
            default -> parser.skipChildren();
        }
    }

    private boolean isRepeated(String name) {
        int field = FIELDS.indexOf(name);
        if (field < 0) {
            return !seenOthers.add(name);
        }
        boolean repeated = (seen & 1 << field) != 0;
        seen |= 1 << field;
        return repeated;
    }

    private @Nullable String string(JsonParser parser, String name, int maxChars) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            fault(Fault.ofField(name, name + " must be a string, not " + name(parser.currentToken())));
            parser.skipChildren();
            return null;
        }
        String value = parser.getText();
        if (value.length() > maxChars) {
            fault(Fault.ofField(name, name + " is longer than " + maxChars + " characters"));
            return null;
        }
        if (value.indexOf('\0') >= 0) {
            fault(Fault.ofField(name, name + " holds a NUL character"));
            return null;
        }
        return value;
    }

    private @Nullable Json sequenceNumber(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (value != JsonToken.VALUE_STRING && !value.isNumeric()) {
            fault(Fault.ofField("seqNum", "seqNum must be a number or a string, not " + name(value)));
            return null;
        }
        parser.finishToken();
        int length = (int) parser.currentLocation().getByteOffset() - start;
        if (length > JsonLimits.MAX_SEQ_NUM_BYTES) {
            fault(Fault.ofField("seqNum", "seqNum is longer than " + JsonLimits.MAX_SEQ_NUM_BYTES + " bytes"));
            return null;
        }
        return Json.of(text, start, length);
    }

    private Json object(JsonParser parser, JsonToken value) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (value == JsonToken.VALUE_NULL) {
            return Json.EMPTY_OBJECT;
        }
        if (value != JsonToken.START_OBJECT) {
            fault(Fault.ofField("message", "message must be an object, not " + name(value)));
            return Json.EMPTY_OBJECT;
        }
        return Json.of(text, start, (int) parser.currentLocation().getByteOffset() - start);
    }

    /** A fault of the text itself says more than one of a field found before it, and decides about the connection. */
    private void fault(Fault fault) {
        if (firstFault == null || fault.code() == ErrorCode.NOT_JSON) {
            firstFault = fault;
        }
        String field = fault.field();
        if (fault.code() == ErrorCode.BAD_FIELD && field != null && FIELDS.contains(field)) {
            keep(field, fault);
        }
    }

    private void keep(String field, Fault fault) {
        fieldFaults = fieldFaults == null ? new LinkedHashMap<>() : fieldFaults;
        fieldFaults.putIfAbsent(field, fault);
    }

    private Fault allOf(Fault first) {
        return fieldFaults == null || !fieldFaults.containsValue(first)
                ? first
                : Fault.of(List.copyOf(fieldFaults.values()));
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }
}
