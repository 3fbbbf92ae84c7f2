package io.wizd.server.dispatch;

import io.wizd.event.Origin;
import io.wizd.protocol.Reply;

/**
 * Where the reply to a message goes: the face that writes it. Exactly one of {@link #answer} and {@link #stream} is called,
 * once, by any thread; neither may block or throw.
 */
public interface ReplySink {
    /** The reply is there whole. */
    void answer(Reply.Ready<?> reply);

    /** The reply is a list that is made while it is sent; to be started or cancelled. */
    void stream(ReplyStream stream);

    /**
     * Before a write is carried out that could be: whether its reply can be shown, since nothing is done that cannot. Reads are
     * carried out, and say afterwards what speaks against them.
     *
     * @throws io.wizd.protocol.WizdException if not
     */
    default void beforeWrite() {}

    /** Where the message came from. Any thread; made for the lines that tell it. */
    Origin origin();

    /** Whether JSON that lies in memory is to come as the stream of its items, to be sent in another form. */
    default boolean wantsItems() {
        return false;
    }
}
