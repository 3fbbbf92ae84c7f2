package io.wizd.server;

/** Addresses as people and programs on this machine can use them. */
public final class Urls {
    private Urls() {}

    /** The URL of a server that listens on the host; one that listens everywhere is reached at 127.0.0.1. */
    public static String of(String host, int port) {
        String reachable = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
        return "http://" + reachable + ":" + port;
    }
}
