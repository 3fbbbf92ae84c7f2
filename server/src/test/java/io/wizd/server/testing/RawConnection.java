package io.wizd.server.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A TCP client that sends exactly the bytes it is told to. Every wait ends after {@value #TIMEOUT_MS} ms. */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;
    private static final int RECEIVE_BUFFER_BYTES = 256 << 10;

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** A connection to this port of 127.0.0.1. */
    public static RawConnection to(int port) {
        try {
            Socket socket = new Socket();
            // Fixed, because the kernel would let it grow to tens of megabytes for a client that does not read.
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that it comes from. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Sends the bytes in one write. */
    public RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the UTF-8 bytes of the text. */
    public RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says that nothing more will be sent; replies can still come. */
    public RawConnection endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server sends, for a parser that reads as it comes. */
    public InputStream input() {
        return in;
    }

    /** The next line without its end, read as ISO 8859-1. */
    public String readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = read();
        while (b != '\n') {
            if (b < 0) {
                throw new IllegalStateException("the connection ended after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
            b = read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Exactly so many bytes. */
    public byte[] readBytes(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IllegalStateException("the connection ended after " + bytes.length + " of " + length
                        + " bytes: " + new String(bytes, StandardCharsets.UTF_8));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the server ends the connection. */
    public String readToEnd() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the server to end the connection; true where it does so without another byte. */
    public boolean isEnded() {
        return read() < 0;
    }

    /** The next HTTP response, its body as long as its Content-Length says. */
    public RawResponse readResponse() {
        return RawResponse.read(this, RawResponse.Body.AS_DECLARED);
    }

    /** The next HTTP response, which answers HEAD and so has no body. */
    public RawResponse readHeadResponse() {
        return RawResponse.read(this, RawResponse.Body.NONE);
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
