package io.wizd.bench.reference;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Writes back what it reads, and knows nothing of messages: the bound of what Netty can carry. */
public final class EchoServer extends ChannelInboundHandlerAdapter {
    private EchoServer() {}

    /** Serves until its standard input ends. */
    public static void main(String[] args) throws Exception {
        ReferenceListener.serve(pipeline -> pipeline.addLast(new EchoServer()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        context.write(bytes, context.voidPromise());
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
