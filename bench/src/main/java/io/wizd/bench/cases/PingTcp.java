package io.wizd.bench.cases;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.EchoServer;
import io.wizd.client.load.NumberRange;
import io.wizd.client.load.RequestTemplate;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A ping by messages over TCP, beside a bare Netty echo of the same bytes. The request holds a field that nobody reads,
 * so that it is as long as wizd's reply, and the echo moves in both directions what wizd moves.
 *
 * @param inFlight messages on each connection
 */
record PingTcp(String name, int inFlight) implements BenchCase {
    private static final Json FIRST_SEQ_NUM = Json.of("1000");
    private static final int TIMEOUT_MS = 5_000;

    @Override
    public String summary() {
        return "ping as a length-prefixed message as long as its reply, " + inFlight
                + " in flight a connection; bare Netty echo of the same bytes";
    }

    @Override
    public Sides open(Stage stage) {
        int wizdBytes = reply(stage.wizdAddress(), encoded(padded(0))).length;
        Message ping = padded(wizdBytes - encoded(padded(0)).length);
        RequestTemplate toWizd = RequestTemplate.message(Framing.LENGTH_PREFIXED, ping, NumberRange.DEFAULT);
        RequestTemplate toEcho =
                RequestTemplate.message(Framing.LENGTH_PREFIXED, ping, NumberRange.DEFAULT, "\"message\":");
        Stage.ReferenceServer echo = stage.reference("bare Netty echo", EchoServer.class);
        if (reply(echo.address(), encoded(ping)).length != wizdBytes) {
            throw new BenchException("the echo does not move as many bytes as wizd: see PingTcp");
        }
        return new Sides(
                stage.wizd(new Workload.Tcp(toWizd, inFlight)), echo.under(new Workload.Tcp(toEcho, inFlight)));
    }

    private static Message padded(int bytes) {
        return Message.of("ping", Json.of("{\"pad\":\"" + "x".repeat(bytes) + "\"}"));
    }

    /** Without the length before it. */
    private static byte[] encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encodeRequest(
                new Message(message.msgType(), FIRST_SEQ_NUM, null, null, null, null, message.body()), out);
        byte[] text = new byte[out.readableBytes()];
        out.readBytes(text);
        return text;
    }

    private static byte[] reply(InetSocketAddress server, byte[] request) {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] reply = new byte[in.readInt()];
            in.readFully(reply);
            return reply;
        } catch (IOException e) {
            throw new BenchException("no reply from " + server + ": " + e.getMessage(), e);
        }
    }
}
