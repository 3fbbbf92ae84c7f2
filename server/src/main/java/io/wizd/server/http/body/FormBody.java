package io.wizd.server.http.body;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.EndOfDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.NotEnoughDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.wire.HeaderList;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.Percent;
import io.wizd.server.http.wire.RequestTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request body that is a form: the fields of a message as text. In UTF-8, but a part of multipart/form-data may name
 * another charset. Static, any thread.
 */
public final class FormBody {
    static final String URL_ENCODED = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    /** What a body may be where a form may come. */
    public static final List<String> MEDIA_TYPES = List.of(HttpReply.JSON, URL_ENCODED, MULTIPART);

    /** RFC 2046, 5.1.1. A longer one would be looked for in the body for so much longer. */
    private static final int MAX_BOUNDARY_CHARS = 70;

    /** More fields are refused: no record has so many. */
    private static final int MAX_FIELDS = 256;

    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n\\r?\\n");
    private static final Pattern ENCODED =
            Pattern.compile("(?im)^content-transfer-encoding:[ \\t]*+(?!(?:7bit|8bit|binary)?[ \\t]*\\r?$)");

    private FormBody() {}

    /** Whether the body is a form that can be read. */
    public static boolean isForm(String contentType) {
        String charset = parameter(contentType, "charset");
        boolean utf8 = charset.isEmpty() || charset.equalsIgnoreCase("utf-8");
        return utf8 && (is(URL_ENCODED, contentType) || is(MULTIPART, contentType));
    }

    /**
     * The fields of a form, each once.
     *
     * @param contentType of {@link #isForm}
     * @throws WizdException {@code BAD_REQUEST} if the body is not what its Content-Type says, {@code BAD_FIELD} for
     *     a field that is a file or appears twice
     */
    public static Map<String, String> fields(String contentType, byte[] body) {
        return is(URL_ENCODED, contentType) ? urlEncoded(body) : multipart(parameter(contentType, "boundary"), body);
    }

    /** As the query is: only that some clients leave bytes outside ASCII as they are, or end the body with a line end. */
    private static Map<String, String> urlEncoded(byte[] body) {
        StringBuilder ascii = new StringBuilder(body.length + 16);
        int fields = 1;
        for (byte b : body) {
            if (b < 0) {
                Percent.append(b, ascii);
            } else {
                ascii.append((char) b);
            }
            fields += b == '&' ? 1 : 0;
        }
        if (fields > MAX_FIELDS) {
            throw tooMany();
        }
        return new RequestTarget("", ascii.toString().stripTrailing()).query();
    }

    private static Map<String, String> multipart(String boundary, byte[] body) {
        if (boundary.length() > MAX_BOUNDARY_CHARS) {
            throw malformed("its boundary may have " + MAX_BOUNDARY_CHARS + " characters at most");
        }
        String delimiter = "--" + boundary;
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (boundary.isEmpty() || !text.contains(delimiter + "--")) {
            throw malformed("it does not end with the boundary that its Content-Type names");
        }
        refuseEncodedParts(delimiter, text);
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, MULTIPART + "; boundary=\"" + boundary + '"');
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(
                    new DefaultHttpDataFactory(false), request, StandardCharsets.UTF_8, MAX_FIELDS, body.length);
            return fields(decoder.getBodyHttpDatas());
        } catch (TooManyFormFieldsException e) {
            throw tooMany();
        } catch (ErrorDataDecoderException
                | NotEnoughDataDecoderException
                | EndOfDataDecoderException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            // The last two are Netty's for heads of parts that it does not expect.
            throw malformed("its parts cannot be read");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    /** Mail encodes parts, forms do not (RFC 7578, 4.7): Netty would give what is there as the value. */
    private static void refuseEncodedParts(String delimiter, String body) {
        Matcher endOfHead = BLANK_LINE.matcher(body);
        int head = body.indexOf(delimiter);
        while (head >= 0 && endOfHead.find(head)) {
            if (ENCODED.matcher(body.substring(head, endOfHead.start())).find()) {
                throw malformed("a part has a Content-Transfer-Encoding, which is not decoded; send it as it is");
            }
            head = body.indexOf(delimiter, endOfHead.end());
        }
    }

    private static Map<String, String> fields(List<InterfaceHttpData> parts) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (InterfaceHttpData part : parts) {
            String name = part.getName();
            if (!(part instanceof Attribute attribute)) {
                throw WizdException.ofField(name, name + " is a file, which is not taken here");
            }
            if (fields.put(name, text(attribute)) != null) {
                throw WizdException.ofField(name, name + " appears twice");
            }
        }
        return fields;
    }

    private static String text(Attribute attribute) {
        Charset charset = attribute.getCharset();
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(attribute.get())).toString();
        } catch (CharacterCodingException e) {
            throw new WizdException(
                    Fault.ofField(attribute.getName(), attribute.getName() + " is not text in " + charset.name()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
    }

    private static boolean is(String mediaType, String contentType) {
        return HeaderList.parts(contentType).getFirst().equalsIgnoreCase(mediaType);
    }

    /** The value of a parameter without its quotes; empty if it is not there. */
    private static String parameter(String contentType, String name) {
        for (String part : HeaderList.parts(contentType)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return part.substring(equals + 1).strip().replace("\"", "");
            }
        }
        return "";
    }

    private static WizdException tooMany() {
        return malformed("it has more than " + MAX_FIELDS + " fields");
    }

    private static WizdException malformed(String why) {
        return WizdException.of(ErrorCode.BAD_REQUEST, "the form cannot be read: " + why);
    }
}
