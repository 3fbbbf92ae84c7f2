package io.wizd.handlers.spec;

import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The one declaration of a message type, from which its checks, its HTTP face, its schema and its documentation are
 * derived. Built by chaining; immutable.
 *
 * @param type the {@code msgType}
 * @param aliases other names of the same, from older clients
 * @param in the record of the message's fields
 * @param out the record of the reply's fields
 * @param summary one line
 * @param access who may send it
 * @param sender what it must say of who sends it
 * @param effect what sending it twice does
 * @param isAudited whether the history tells of each that changed something
 * @param requestIds what a {@code requestId} does, where it writes
 * @param lane where the handler runs
 * @param errors besides those that any message may give
 * @param routes its HTTP face, besides {@code POST /messages/{type}}
 * @param maxBodyBytes the largest body, in bytes, where that is less than the server's limit
 * @param expected what a field must be, by its name, where its record cannot say it because the configuration does
 */
public record MessageSpec<I, O>(
        String type,
        List<String> aliases,
        Class<I> in,
        Class<O> out,
        String summary,
        Access access,
        Sender sender,
        Effect effect,
        boolean isAudited,
        RequestIds requestIds,
        Lane lane,
        List<ErrorCode> errors,
        List<Route> routes,
        int maxBodyBytes,
        Map<String, String> expected) {

    /** A type that anyone may send, that might write, on a virtual thread: the careful choices. */
    public static <I, O> MessageSpec<I, O> of(String type, Class<I> in, Class<O> out) {
        return new Draft<>(type, in, out).spec();
    }

    /** Other names of the same type. */
    public MessageSpec<I, O> aliases(String... names) {
        return with(draft -> draft.aliases = List.of(names));
    }

    /** One line for the docs. */
    public MessageSpec<I, O> summary(String text) {
        return with(draft -> draft.summary = text);
    }

    /** Who may send it. */
    public MessageSpec<I, O> access(Access who) {
        return with(draft -> draft.access = who);
    }

    /** What it must say of who sends it. */
    public MessageSpec<I, O> sender(Sender who) {
        return with(draft -> draft.sender = who);
    }

    /** What sending it twice does. */
    public MessageSpec<I, O> effect(Effect what) {
        return with(draft -> draft.effect = what);
    }

    /**
     * The history tells of each that changed something: who sent it from where, which fields it had, and of those that are numbers
     * the values. Not for what procedures of main write down themselves.
     */
    public MessageSpec<I, O> audited() {
        return with(draft -> draft.audited = true);
    }

    /** What a {@code requestId} does, where it writes; nothing where a file comes with it, of which nobody has a fingerprint. */
    public MessageSpec<I, O> requestIds(RequestIds what) {
        return with(draft -> draft.requestIds = what);
    }

    /** Whether it is carried out once for each {@code requestId}, however often it is sent. */
    public boolean honoursRequestId() {
        return keepsReplies() || effect != Effect.READ && requestIds == RequestIds.HANDLER;
    }

    /** Whether the server keeps the reply to one with a {@code requestId}. */
    public boolean keepsReplies() {
        return effect != Effect.READ
                && requestIds == RequestIds.REPLY_KEPT
                && routes.stream().noneMatch(route -> route.request().upload());
    }

    @Override
    public List<ErrorCode> errors() {
        if (!honoursRequestId()) {
            return errors;
        }
        Stream<ErrorCode> ofRequestIds = keepsReplies()
                ? Stream.of(ErrorCode.IDEMPOTENCY_MISMATCH, ErrorCode.REQUEST_IN_PROGRESS)
                : Stream.of(ErrorCode.IDEMPOTENCY_MISMATCH);
        return Stream.concat(errors.stream(), ofRequestIds).distinct().toList();
    }

    /** Where the handler runs. */
    public MessageSpec<I, O> lane(Lane where) {
        return with(draft -> draft.lane = where);
    }

    /** Errors besides those that any message may give. */
    public MessageSpec<I, O> errors(ErrorCode... codes) {
        return with(draft -> draft.errors = List.of(codes));
    }

    /** Its HTTP face. */
    public MessageSpec<I, O> routes(RouteBuilder... faces) {
        return with(draft ->
                draft.routes = Arrays.stream(faces).map(RouteBuilder::route).toList());
    }

    /** The largest body, in bytes. */
    public MessageSpec<I, O> maxBodyBytes(int bytes) {
        return with(draft -> draft.maxBodyBytes = bytes);
    }

    /** What a field must be, for the errors that refuse it: {@code an integer from 0 to 100}. */
    public MessageSpec<I, O> expects(String field, String what) {
        Map<String, String> more = new HashMap<>(expected);
        more.put(field, what);
        return with(draft -> draft.expected = Map.copyOf(more));
    }

    private MessageSpec<I, O> with(Consumer<Draft<I, O>> change) {
        Draft<I, O> draft = new Draft<>(this);
        change.accept(draft);
        return draft.spec();
    }

    /** A spec of which one thing is being said. */
    private static final class Draft<I, O> {
        private final String type;
        private final Class<I> in;
        private final Class<O> out;
        private List<String> aliases = List.of();
        private String summary = "";
        private Access access = Access.ANYONE;
        private Sender sender = Sender.ANYONE;
        private Effect effect = Effect.WRITE;
        private boolean audited;
        private RequestIds requestIds = RequestIds.REPLY_KEPT;
        private Lane lane = Lane.BLOCKING;
        private List<ErrorCode> errors = List.of();
        private List<Route> routes = List.of();
        private int maxBodyBytes = Integer.MAX_VALUE;
        private Map<String, String> expected = Map.of();

        Draft(String type, Class<I> in, Class<O> out) {
            this.type = type;
            this.in = in;
            this.out = out;
        }

        Draft(MessageSpec<I, O> said) {
            this(said.type, said.in, said.out);
            aliases = said.aliases;
            summary = said.summary;
            access = said.access;
            sender = said.sender;
            effect = said.effect;
            audited = said.isAudited;
            requestIds = said.requestIds;
            lane = said.lane;
            errors = said.errors;
            routes = said.routes;
            maxBodyBytes = said.maxBodyBytes;
            expected = said.expected;
        }

        MessageSpec<I, O> spec() {
            return new MessageSpec<>(
                    type,
                    aliases,
                    in,
                    out,
                    summary,
                    access,
                    sender,
                    effect,
                    audited,
                    requestIds,
                    lane,
                    errors,
                    routes,
                    maxBodyBytes,
                    expected);
        }
    }

    /**
     * The fields of each item of a list in the reply, in their order; empty if its items are not records.
     *
     * @param list the name of the reply's field that is the list
     */
    public List<String> itemFields(String list) {
        return Arrays.stream(out.getRecordComponents())
                .filter(component -> component.getName().equals(list))
                .flatMap(component -> Arrays.stream(itemComponents(component.getGenericType())))
                .map(RecordComponent::getName)
                .toList();
    }

    private static RecordComponent[] itemComponents(Type type) {
        return type instanceof ParameterizedType list
                        && list.getRawType() == List.class
                        && list.getActualTypeArguments()[0] instanceof Class<?> item
                        && item.isRecord()
                ? item.getRecordComponents()
                : new RecordComponent[0];
    }
}
