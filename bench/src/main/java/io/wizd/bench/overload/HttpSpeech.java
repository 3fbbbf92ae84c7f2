package io.wizd.bench.overload;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** HTTP/1.1, kept alive. */
final class HttpSpeech implements Speech {
    private static final int MAX_REPLY_BYTES = 1 << 16;
    private static final String PATH = "/kv/";

    private boolean askedForValue;
    private boolean staysOpen = true;

    @Override
    public List<ChannelHandler> codec() {
        return List.of(new HttpClientCodec(), new HttpObjectAggregator(MAX_REPLY_BYTES));
    }

    @Override
    public Object get(String key) {
        askedForValue = true;
        return request(HttpMethod.GET, key, Unpooled.EMPTY_BUFFER);
    }

    @Override
    public Object set(String key, String value) {
        askedForValue = false;
        ByteBuf body = Unpooled.wrappedBuffer(value.getBytes(StandardCharsets.UTF_8));
        FullHttpRequest request = request(HttpMethod.PUT, key, body);
        request.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return request;
    }

    private static FullHttpRequest request(HttpMethod method, String key, ByteBuf body) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, PATH + key, body);
        request.headers().set(HttpHeaderNames.HOST, "localhost");
        return request;
    }

    @Override
    public Answer answer(Object reply) {
        FullHttpResponse response = (FullHttpResponse) reply;
        if (response.decoderResult().isFailure()) {
            staysOpen = false;
            return new Answer.Wrong("no HTTP: " + response.decoderResult());
        }
        staysOpen = HttpUtil.isKeepAlive(response);
        try {
            return switch (response.status().code()) {
                case 200, 201 -> success(response);
                case 404 -> new Answer.Absent();
                case 503 -> refusal(response);
                default -> new Answer.Failed("HTTP " + response.status().code());
            };
        } catch (IOException | NumberFormatException e) {
            return new Answer.Wrong("a reply that cannot be read: " + e.getMessage());
        }
    }

    private Answer success(FullHttpResponse response) throws IOException {
        JsonNode body = Jsons.MAPPER.readTree(ByteBufUtil.getBytes(response.content()));
        long version =
                Long.parseLong(response.headers().get(HttpHeaderNames.ETAG, "").replace("\"", ""));
        if (askedForValue) {
            return new Answer.Value(body, version);
        }
        return body.path("version").asLong() == version
                ? new Answer.Written(body.path("key").asText(), version)
                : new Answer.Wrong("the entity tag is " + version + " where the body is " + body);
    }

    private static Answer refusal(FullHttpResponse response) {
        String seconds = response.headers().get(HttpHeaderNames.RETRY_AFTER, "");
        return seconds.isEmpty()
                ? new Answer.Failed("503 without Retry-After")
                : new Answer.Refused(Long.parseLong(seconds) * 1000);
    }

    @Override
    public boolean staysOpen() {
        return staysOpen;
    }
}
