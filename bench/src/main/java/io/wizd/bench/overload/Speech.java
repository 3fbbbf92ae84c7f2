package io.wizd.bench.overload;

import io.netty.channel.ChannelHandler;
import java.util.List;

/** How an ordinary client asks, one request in flight. One instance a connection, one thread. */
interface Speech {
    /** Between the bytes and what the other methods give and take. */
    List<ChannelHandler> codec();

    /** A request for the value of a key. */
    Object get(String key);

    /** A request that sets a key to JSON. */
    Object set(String key, String value);

    /** What the reply to the last request says; of {@link #get} never {@link Answer.Written}, of {@link #set} never a value. */
    Answer answer(Object reply);

    /** Whether the server takes another request on this connection after the last reply. */
    boolean staysOpen();
}
