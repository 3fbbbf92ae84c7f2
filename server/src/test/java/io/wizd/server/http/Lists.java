package io.wizd.server.http;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.protocol.StreamedList;
import io.wizd.protocol.WizdException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists that are made while they are sent, and all that can become of them: {@code /lists/{kind}?count=3}. */
final class Lists implements HandlerPlugin, MessageHandler<Lists.In, Lists.Out> {
    /** 1,000 characters, so that a few of them fill a chunk. */
    static final String LONG_ITEM = "\"" + "x".repeat(998) + "\"";

    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();

    /** Lets {@code news} go on, by one item each. */
    final Semaphore news = new Semaphore(0);

    public record In(
            @Doc("What happens") String kind,
            @Doc("How many items") int count) {}

    public record Out(
            @Doc("What happens") String kind,
            @Doc("The items") List<Json> items) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("list", In.class, Out.class)
            .effect(Effect.READ)
            .lane(Lane.INLINE)
            .routes(Route.get("/lists/{kind}").negotiated().listing("items"));

    @Override
    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
        return List.of(this);
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        long length = switch (in.kind()) {
            case "known" -> in.count() * 2L - 1;
            case "wrong" -> in.count() * 2L;
            default -> StreamedList.UNKNOWN;
        };
        Json before = Json.of("{\"kind\":\"" + in.kind() + "\"}");
        return new Reply.Streamed<>(new StreamedList(before, "items", length, sink -> {
            begun.incrementAndGet();
            try {
                produce(in, sink);
            } finally {
                ended.incrementAndGet();
            }
        }));
    }

    private void produce(In in, ItemSink sink) {
        Json item = Json.of(
                switch (in.kind()) {
                    case "objects" -> "{\"a\":\"<\\n\",\"b\":[1,null]}";
                    case "long", "breaks" -> LONG_ITEM;
                    default -> "7";
                });
        for (int i = 0; i < in.count(); i++) {
            if (in.kind().equals("news")) {
                sink.flush();
                news.acquireUninterruptibly();
            }
            sink.item(item);
        }
        switch (in.kind()) {
            case "refuses" -> throw WizdException.of(ErrorCode.KEY_NOT_FOUND, "there is no such list");
            case "fails", "breaks" -> throw new IllegalStateException("a producer that fails");
            default -> {}
        }
    }
}
