package io.wizd.bench;

import io.wizd.client.load.NumberRange;
import io.wizd.client.load.RequestTemplate;
import java.util.List;

/** What is sent over and over. */
public sealed interface Workload {
    /**
     * HTTP/1.1, one request in flight on each connection.
     *
     * @param requestLine method and path; <code>${n}</code> in it or in the body is a random number of the range
     * @param headers whole lines, besides Host and Content-Length
     */
    record Http(String requestLine, List<String> headers, String body, NumberRange range) implements Workload {
        /** With a body of JSON. */
        public static Http json(String requestLine, String body, NumberRange range) {
            return new Http(requestLine, List.of("Content-Type: application/json"), body, range);
        }

        /** Without a body. */
        public static Http get(String path, NumberRange range) {
            return new Http("GET " + path, List.of(), "", range);
        }

        RequestTemplate template() {
            return RequestTemplate.http(requestLine, headers, body, range);
        }
    }

    /** Messages over TCP, as many in flight on each connection as given. */
    record Tcp(RequestTemplate template, int inFlight) implements Workload {}
}
