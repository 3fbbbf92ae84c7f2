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
 * @param effect what sending it twice does
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
        Effect effect,
        Lane lane,
        List<ErrorCode> errors,
        List<Route> routes,
        int maxBodyBytes,
        Map<String, String> expected) {

    /** A type that anyone may send, that might write, on a virtual thread: the careful choices. */
    public static <I, O> MessageSpec<I, O> of(String type, Class<I> in, Class<O> out) {
        return new MessageSpec<>(
                type,
                List.of(),
                in,
                out,
                "",
                Access.ANYONE,
                Effect.WRITE,
                Lane.BLOCKING,
                List.of(),
                List.of(),
                Integer.MAX_VALUE,
                Map.of());
    }

    /** Other names of the same type. */
    public MessageSpec<I, O> aliases(String... names) {
        return new MessageSpec<>(
                type, List.of(names), in, out, summary, access, effect, lane, errors, routes, maxBodyBytes, expected);
    }

    /** One line for the docs. */
    public MessageSpec<I, O> summary(String text) {
        return new MessageSpec<>(
                type, aliases, in, out, text, access, effect, lane, errors, routes, maxBodyBytes, expected);
    }

    /** Who may send it. */
    public MessageSpec<I, O> access(Access who) {
        return new MessageSpec<>(
                type, aliases, in, out, summary, who, effect, lane, errors, routes, maxBodyBytes, expected);
    }

    /** What sending it twice does. */
    public MessageSpec<I, O> effect(Effect what) {
        return new MessageSpec<>(
                type, aliases, in, out, summary, access, what, lane, errors, routes, maxBodyBytes, expected);
    }

    /** Where the handler runs. */
    public MessageSpec<I, O> lane(Lane where) {
        return new MessageSpec<>(
                type, aliases, in, out, summary, access, effect, where, errors, routes, maxBodyBytes, expected);
    }

    /** Errors besides those that any message may give. */
    public MessageSpec<I, O> errors(ErrorCode... codes) {
        return new MessageSpec<>(
                type, aliases, in, out, summary, access, effect, lane, List.of(codes), routes, maxBodyBytes, expected);
    }

    /** Its HTTP face. */
    public MessageSpec<I, O> routes(Route... faces) {
        return new MessageSpec<>(
                type, aliases, in, out, summary, access, effect, lane, errors, List.of(faces), maxBodyBytes, expected);
    }

    /** The largest body, in bytes. */
    public MessageSpec<I, O> maxBodyBytes(int bytes) {
        return new MessageSpec<>(
                type, aliases, in, out, summary, access, effect, lane, errors, routes, bytes, expected);
    }

    /** What a field must be, for the errors that refuse it: {@code an integer from 0 to 100}. */
    public MessageSpec<I, O> expects(String field, String what) {
        Map<String, String> more = new HashMap<>(expected);
        more.put(field, what);
        return new MessageSpec<>(
                type, aliases, in, out, summary, access, effect, lane, errors, routes, maxBodyBytes, Map.copyOf(more));
    }

    /**
     * The fields of each item of a list in the reply, in their order; empty where its items are no records.
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
