package io.wizd.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;

/**
 * Jackson's parser, which keeps each name that it reads in a table: names that are chosen to collide there, or just long and
 * alike, are looked up one by one. So what is passed over is not read, and a table that was filled so is not kept for the next
 * text. One instance a text, one thread.
 */
final class Utf8JsonParser extends UTF8StreamJsonParser {
    Utf8JsonParser(IOContext context, int features, ObjectCodec codec, ByteQuadsCanonicalizer names, Bytes text) {
        super(context, features, null, codec, names, text.array, text.offset, text.offset + text.length, 0, false);
    }

    /** Where the text lies. */
    record Bytes(byte[] array, int offset, int length) {}

    /** Goes to the bracket that closes what is open here, as the brackets outside strings tell; within, nothing is checked. */
    @Override
    public JsonParser skipChildren() throws IOException {
        JsonToken open = currentToken();
        if (open != JsonToken.START_OBJECT && open != JsonToken.START_ARRAY) {
            return this;
        }
        int depth = 1;
        int at = _inputPtr;
        while (depth > 0) {
            if (at >= _inputEnd) {
                _inputPtr = _inputEnd;
                _reportInvalidEOF();
            }
            switch (_inputBuffer[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> at = endOfString(at);
                case '\n' -> {
                    _currInputRow++;
                    _currInputRowStart = at + 1;
                }
                default -> {
                    // Nothing that opens or closes.
                }
            }
            at++;
        }
        _inputPtr = at;
        _parsingContext = _parsingContext.clearAndGetParent();
        _updateToken(open == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY);
        return this;
    }

    /** Where its closing quote is, or the end of the text. */
    private int endOfString(int begin) {
        int at = begin + 1;
        while (at < _inputEnd && _inputBuffer[at] != '"') {
            at += _inputBuffer[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    @Override
    protected void _releaseBuffers() throws IOException {
        if (_symbols.spilloverCount() == 0) {
            super._releaseBuffers();
        } else {
            _textBuffer.releaseBuffers();
        }
    }
}
