package io.wizd.server.http;

import io.netty.channel.ChannelPipeline;
import io.wizd.handlers.HandlerTable;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.openapi.OpenApi;
import io.wizd.server.http.route.HttpParts;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.RequestDecoder;
import io.wizd.server.logfile.AccessLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the HTTP/1.1 face of a connection. One instance a server; any thread. */
public final class HttpFace {
    private final Resources resources;
    private final @Nullable AccessLog accessLog;

    /**
     * The envelope paths, the routes of the table, the server's own pages, and the description of them all.
     *
     * @param accessLog null if there is none
     * @throws IllegalStateException if two claim the same method and path
     */
    public HttpFace(Dispatcher dispatcher, HandlerTable table, HttpParts parts, @Nullable AccessLog accessLog) {
        this.accessLog = accessLog;
        List<ServerPage> all = new ArrayList<>(parts.pages());
        all.add(new OpenApi(table, parts.pages(), parts.version()));
        this.resources = new Resources(dispatcher, table, parts, all);
    }

    /** Adds the handlers that follow the protocol detector. */
    public void addTo(ChannelPipeline pipeline, Connection connection, ConnectionLimits limits) {
        RequestDecoder decoder = new RequestDecoder(connection);
        pipeline.addLast(decoder);
        pipeline.addLast(new HttpConnection(resources, connection, decoder, limits, accessLog));
    }
}
