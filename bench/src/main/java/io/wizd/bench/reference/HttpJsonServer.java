package io.wizd.bench.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers {@code ping} over HTTP as Netty's and Jackson's own documentation would have it done: codec, aggregator,
 * {@code readTree}, {@code writeValueAsBytes}. It checks nothing, counts nothing and knows one message. {@code POST
 * /messages} answers the envelope, any other path the data alone.
 */
public final class HttpJsonServer extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Pong pong;

    private HttpJsonServer(Pong pong) {
        this.pong = pong;
    }

    /** What wizd's ping answers. */
    @JsonPropertyOrder({"pong", "version"})
    record Pong(boolean pong, String version) {}

    /** What an envelope says of success. */
    @JsonPropertyOrder({"Error", "Description"})
    record Result(
            @JsonProperty("Error") int error,
            @JsonProperty("Description") String description) {}

    /** A reply's envelope. */
    @JsonPropertyOrder({"msgType", "seqNum", "result", "data"})
    record Envelope(String msgType, JsonNode seqNum, Result result, Pong data) {}

    /** Serves until its standard input ends; the argument is the version to tell. */
    public static void main(String[] args) throws Exception {
        Pong pong = new Pong(true, args[0]);
        ReferenceListener.serve(pipeline -> pipeline.addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new HttpJsonServer(pong)));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        JsonNode envelope;
        try (InputStream body = new ByteBufInputStream(request.content())) {
            envelope = MAPPER.readTree(body);
        }
        byte[] answer = MAPPER.writeValueAsBytes(request.uri().equals("/messages") ? reply(envelope) : pong);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(answer));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.length);
        context.write(response, context.voidPromise());
    }

    private Envelope reply(JsonNode envelope) {
        return new Envelope(envelope.path("msgType").asText(), envelope.path("seqNum"), new Result(0, "Ok"), pong);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
