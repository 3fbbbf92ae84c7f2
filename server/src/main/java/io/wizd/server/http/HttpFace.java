package io.wizd.server.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.wizd.handlers.HandlerTable;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.pipeline.ConnectionLimits;

/** Makes the HTTP/1.1 face of a connection. One instance a server; any thread. */
public final class HttpFace {
    /** Longer request lines are answered with 414, longer header fields with 431; in bytes. */
    static final int MAX_REQUEST_LINE_BYTES = 8 << 10;

    static final int MAX_HEADER_BYTES = 16 << 10;

    private final Dispatcher dispatcher;
    private final Router router;
    private final ServerPages pages;

    public HttpFace(Dispatcher dispatcher, HandlerTable table, ServerPages pages) {
        this.dispatcher = dispatcher;
        this.router = new Router(table.rows());
        this.pages = pages;
    }

    /** Decoder and encoder stand apart, because HttpServerCodec refuses more than 128 pipelined requests. */
    public void addTo(ChannelPipeline pipeline, ConnectionLimits limits) {
        pipeline.addLast(new HttpRequestDecoder(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)));
        pipeline.addLast(new HttpResponseEncoder());
        pipeline.addLast(new HttpObjectAggregator(limits.maxMessageBytes()));
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(new HttpConnection(dispatcher, router, pages, pipeline.channel(), limits));
    }
}
