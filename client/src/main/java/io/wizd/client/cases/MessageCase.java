package io.wizd.client.cases;

import io.wizd.protocol.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One example of a message and its reply.
 *
 * <p>Any JSON in it may hold these; the text of the case is otherwise sent as it is, byte by byte:
 *
 * <ul>
 *   <li>{@code ${run}} in a string: 12 characters of a-z and 0-9 that no other run and no other case has, so that the
 *       cases can be repeated against a server that keeps its data
 *   <li>{@code "${number}"}: an integer from 1 to 2<sup>53</sup> - 1, likewise; one and the same in a case
 *   <li>{@code "${degrees}"}: a number from -80 to 80 with seven decimals, likewise
 *   <li>{@code "${before.0.token}"}: what the first message of {@code before} got as {@code data.token}; in a longer string
 *       without its quotes
 *   <li>{@code "${password}"}: the password of {@code as}
 * </ul>
 *
 * @param type the file that it is in, without its ending
 * @param name what it shows, unique in its file
 * @param as whose credentials all its messages carry that have no token of their own: {@code admin}
 * @param before envelopes that are sent first, one after the other, and must succeed
 * @param send the envelope
 * @param expect what {@link ReplyMatcher} looks for in the reply
 */
public record MessageCase(
        String type, String name, @Nullable String as, List<Json> before, Json send, Json expect) {

    /** {@code type: name}. */
    @Override
    public String toString() {
        return type + ": " + name;
    }
}
