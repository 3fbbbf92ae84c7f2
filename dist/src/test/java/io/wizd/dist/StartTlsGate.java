package io.wizd.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands before a server of mail that has no STARTTLS, and speaks it: what comes encrypted goes on to that server, and nothing else does. */
final class StartTlsGate implements AutoCloseable {
    private final ServerSocket listener;
    private final int behind;
    private volatile SSLContext certificate;

    /**
     * Begins to listen on a port of the loopback address.
     *
     * @param behind the port of the server there
     * @param certificate that is shown
     */
    StartTlsGate(int behind, SSLContext certificate) throws IOException {
        this.behind = behind;
        this.certificate = certificate;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("starttls-gate").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Shows another certificate from now on. */
    void show(SSLContext another) {
        certificate = another;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (SocketException e) {
            // Closed: the end.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket plain) {
        try (SSLSocket client = encrypted(plain);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            // Its greeting: the client has had one.
            readLine(server.getInputStream());
            Thread.ofVirtual().start(() -> pass(server, client));
            pass(client, server);
        } catch (IOException e) {
            // Whoever refuses the certificate ends the connection.
        }
    }

    private SSLSocket encrypted(Socket plain) throws IOException {
        say(plain, "220 gate");
        readLine(plain.getInputStream());
        say(plain, "250-gate\r\n250 STARTTLS");
        readLine(plain.getInputStream());
        say(plain, "220 go ahead");
        SSLSocket socket =
                (SSLSocket) certificate.getSocketFactory().createSocket(plain, InputStream.nullInputStream(), true);
        socket.startHandshake();
        return socket;
    }

    private static void say(Socket to, String lines) throws IOException {
        to.getOutputStream().write((lines + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Byte by byte, so that nothing is taken of what is encrypted. */
    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is closed: the end of both.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
