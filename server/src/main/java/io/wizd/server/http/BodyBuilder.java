package io.wizd.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wizd.handlers.RecordBinder;
import io.wizd.handlers.Route;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a message's body together from what HTTP spreads over path, query and request body. Static, any thread. */
final class BodyBuilder {
    private BodyBuilder() {}

    /**
     * The body of the message.
     *
     * @param variables what stands in the path for the names in braces
     * @param query parameters by name, percent-decoded
     * @param content the request body, empty where there is none
     * @throws WizdException where a parameter is not known, stands there twice, or the content is no JSON
     */
    static Json build(
            Route route,
            RecordBinder<?> binder,
            List<String> variables,
            Map<String, List<String>> query,
            byte[] content) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> names = Router.variableNames(route.path());
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), variables.get(i));
        }
        query.forEach((name, values) -> putParameter(fields, binder, name, values));
        if (fields.isEmpty() && route.bodyField() == null) {
            return content.length == 0 ? Json.EMPTY_OBJECT : object(content);
        }
        return merge(route, binder, fields, content);
    }

    private static void putParameter(
            Map<String, String> fields, RecordBinder<?> binder, String name, List<String> values) {
        if (!binder.declares(name)) {
            throw WizdException.ofField(name, "there is no parameter " + name + " here");
        }
        if (values.size() > 1 || fields.put(name, values.getFirst()) != null) {
            throw WizdException.ofField(name, name + " stands there twice");
        }
    }

    private static Json merge(Route route, RecordBinder<?> binder, Map<String, String> fields, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + content.length);
        try (JsonGenerator out = Jsons.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                out.writeFieldName(field.getKey());
                writeValue(out, binder, field.getKey(), field.getValue());
            }
            if (route.bodyField() != null && content.length > 0) {
                out.writeFieldName(route.bodyField());
                out.writeRawValue("");
                out.flush();
                MessageCodec.checked(content).writeTo(bytes);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Json merged = Json.of(bytes.toByteArray());
        return route.bodyField() == null && content.length > 0 ? joined(merged, object(content)) : merged;
    }

    /** A number or a word goes in as it stands, so that the schema judges it; what is no JSON goes in as a string. */
    private static void writeValue(JsonGenerator out, RecordBinder<?> binder, String name, String value)
            throws IOException {
        if (!binder.isText(name) && value.matches("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?|true|false")) {
            out.writeRawValue(value);
        } else {
            out.writeString(value);
        }
    }

    private static Json object(byte[] content) {
        Json json = MessageCodec.checked(content);
        for (byte b : content) {
            if (b == '{') {
                return json;
            }
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                break;
            }
        }
        throw WizdException.of(ErrorCode.BAD_FIELD, "the body must be a JSON object");
    }

    /** {@code {a} + {b}}; a field that both have stands there twice then, which the schema refuses. */
    private static Json joined(Json first, Json second) {
        String head = first.toString().strip();
        String tail = second.toString().strip();
        String inner = tail.substring(1).strip();
        return Json.of(head.substring(0, head.length() - 1) + (inner.equals("}") ? "" : ",") + inner);
    }
}
