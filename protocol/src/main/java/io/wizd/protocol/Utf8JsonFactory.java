package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;

/**
 * Takes bytes for UTF-8, whatever they look like. Jackson's own factory would take UTF-16 and UTF-32 too, whose parser knows
 * no offsets in the bytes, and would pass over a byte order mark. Any thread.
 */
final class Utf8JsonFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    Utf8JsonFactory(JsonFactoryBuilder builder) {
        super(builder);
    }

    private Utf8JsonFactory(Utf8JsonFactory other) {
        super(other, null);
    }

    /** For a mapper with other settings. */
    @Override
    public JsonFactory copy() {
        return new Utf8JsonFactory(this);
    }

    @Override
    protected JsonParser _createParser(byte[] text, int offset, int length, IOContext context) {
        context.setEncoding(JsonEncoding.UTF8);
        return new Utf8JsonParser(
                context,
                _parserFeatures,
                _objectCodec,
                _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
                new Utf8JsonParser.Bytes(text, offset, length));
    }
}
