package io.wizd.client.cases;

import io.wizd.protocol.Json;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Length-prefixed messages over TCP, also such as {@link io.wizd.client.Client} could not send because they are no
 * messages. Each has a connection of its own, since the server closes one that it cannot trust any more. Any thread.
 *
 * @param timeoutMs for connecting, and for each read of a reply, in milliseconds
 */
public record SocketExchange(InetSocketAddress address, int timeoutMs) implements CaseExchange {
    private static final int MAX_REPLY_BYTES = (1 << 24) - 1;

    @Override
    public Json exchange(Json envelope) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMs);
            socket.connect(address, timeoutMs);
            send(envelope, socket);
            return receive(socket);
        } catch (EOFException e) {
            throw new IOException("the server closed the connection before the end of a reply", e);
        }
    }

    private static void send(Json envelope, Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        out.writeInt(envelope.length());
        out.write(envelope.array(), envelope.offset(), envelope.length());
        out.flush();
    }

    private static Json receive(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        if (length < 0 || length > MAX_REPLY_BYTES) {
            throw new IOException("the reply begins with " + length + ", which is not the length of a reply");
        }
        byte[] reply = new byte[length];
        in.readFully(reply);
        return Json.of(reply);
    }
}
