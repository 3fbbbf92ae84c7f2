package io.wizd.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * nginx, one worker a core, that serves the files of a folder from loopback as fast as it can: sendfile, open files
 * kept, no log. It ends when the thread that started it does. One thread.
 */
final class NginxProcess implements ReferenceProcess {
    private static final int START_TIMEOUT_MS = 10_000;
    private static final int END_TIMEOUT_S = 10;
    private static final int RETRY_MS = 20;

    private static final String CONFIGURATION = """
            user %s;
            daemon off;
            worker_processes auto;
            pid nginx.pid;
            events { worker_connections 2048; multi_accept on; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              tcp_nodelay on;
              keepalive_requests 1000000000;
              open_file_cache max=100 inactive=1h;
              open_file_cache_valid 1h;
              types { }
              default_type application/json;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server { listen 127.0.0.1:%d reuseport backlog=1024; root files; }
            }
            """;

    private final Process process;
    private final InetSocketAddress address;

    private NginxProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it on a free port.
     *
     * @param folder for its configuration and its log; what it serves lies in {@code files} in it
     * @throws BenchException if it is not installed, or does not start
     */
    static NginxProcess start(Path folder) {
        try {
            int port = freePort();
            Files.writeString(
                    folder.resolve("nginx.conf"), CONFIGURATION.formatted(System.getProperty("user.name"), port));
            // TERM, which its master process passes on to the workers; they would outlive a master that is killed.
            Process process = new ProcessBuilder(
                            "setpriv",
                            "--pdeathsig",
                            "TERM",
                            "nginx",
                            "-p",
                            folder + "/",
                            "-c",
                            "nginx.conf",
                            "-e",
                            "error.log")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile())
                    .start();
            NginxProcess nginx =
                    new NginxProcess(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            nginx.awaitReady(folder);
            return nginx;
        } catch (IOException e) {
            throw new BenchException("cannot start nginx: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path folder) throws IOException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MS);
        while (!isListening()) {
            if (hasEndedWithin(RETRY_MS) || System.nanoTime() > deadlineNanos) {
                close();
                throw new BenchException("nginx does not listen on " + address + " (apt-get install nginx-light, and"
                        + " /usr/sbin in PATH): "
                        + Files.readString(folder.resolve("output.log")).strip());
            }
        }
    }

    private boolean isListening() {
        try (Socket ready = new Socket(address.getAddress(), address.getPort())) {
            return ready.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasEndedWithin(int timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        if (!hasEndedWithin(END_TIMEOUT_S * 1000)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
