package io.wizd.server.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.wizd.fuzz.Growth;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.form.EntityTags;
import io.wizd.server.http.form.Negotiation;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestDecoder;
import io.wizd.server.http.wire.RequestFields;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.http.wire.RequestTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** One value as each header field that is a list or has parameters; it grows to the most that the head may have. */
class HeaderFuzzTest {
    record Nothing() {}

    private static final MessageSpec<Nothing, Nothing> SPEC = MessageSpec.of("x", Nothing.class, Nothing.class)
            .routes(Route.post("/x")
                    .upload()
                    .respondAsync("wait", "false", "/x/{id}")
                    .listAs("text/csv", "as", "csv"));

    private static final RouteReply REPLY =
            new RouteReply(SPEC, SPEC.routes().getFirst().reply());

    @FuzzTest
    void aHeaderIsUnderstoodOrRefused(byte[] input) {
        String value = new String(Growth.of(input, RequestDecoder.MAX_HEADER_BYTES), StandardCharsets.ISO_8859_1);
        accept(value);
        entityTags(value);
        for (String name :
                List.of("Content-Type", "Content-Encoding", "Accept", "If-None-Match", "Prefer", "Connection")) {
            check(name, value);
        }
    }

    private static void accept(String value) {
        int best = Negotiation.best(value, List.of("application/json", "text/csv"));
        assertThat(best).isBetween(-1, 1);
        if (best >= 0) {
            assertThat(Negotiation.admits(value, best == 0 ? "application/json" : "text/csv"))
                    .isTrue();
        }
        Negotiation.asksForGzip(value);
    }

    private static void entityTags(String value) {
        for (EntityTags.Comparison comparison : EntityTags.Comparison.values()) {
            EntityTags.matches(value, "\"3\"", comparison);
            assertThat(EntityTags.versions(value, comparison).split(",", -1))
                    .allMatch(version -> version.matches("\\*|[0-9]{1,18}"));
        }
    }

    private static void check(String name, String value) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .add("Host", "h")
                .add(name, value);
        refusable(() -> {
            RequestFields fields = new RequestFields(headers);
            REPLY.shape(fields);
            RequestHead head = new RequestHead("POST", new RequestTarget("/x", ""), false, true, 1, false, fields);
            for (Taken taken : Taken.values()) {
                refusable(() -> HeadChecks.check(head, new Resources.Found(taken, List.of()), 1));
            }
            HeadChecks.isPlainJson(fields.contentType);
        });
    }

    private static void refusable(Runnable work) {
        try {
            work.run();
        } catch (WizdException e) {
            assertThat(e.fault().code().httpStatus()).isBetween(400, 499);
        }
    }

    /** The kinds of bodies that resources take. */
    private enum Taken implements Resource {
        JSON,
        FORMS {
            @Override
            public boolean takesForms() {
                return true;
            }
        },
        ANY_TYPE {
            @Override
            public boolean takesAnyType() {
                return true;
            }
        };

        @Override
        public boolean takesBody() {
            return true;
        }

        @Override
        public void answer(Request request, Consumer<HttpReply> whenReady) {
            throw new IllegalStateException("no request comes so far");
        }
    }
}
