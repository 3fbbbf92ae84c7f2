package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.Envelope;
import io.wizd.server.connection.JsonItems;
import io.wizd.server.connection.StreamOutput;

/** A list as the data of the reply to a message, in one frame. */
final class MessageStream extends StreamOutput {
    private final Framing framing;
    private final MessageConnection face;

    MessageStream(
            Connection connection, StreamedList list, Framing framing, Envelope envelope, MessageConnection face) {
        super(connection, list, new JsonItems(envelope), null);
        this.framing = framing;
        this.face = face;
    }

    @Override
    protected void begin(ByteBuf out, long length) {
        framing.announce(out, framing.begin(out), length);
    }

    @Override
    protected void end(ByteBuf out) {
        framing.finish(out);
    }

    @Override
    protected void written() {
        face.streamWritten();
    }

    @Override
    protected void refused(Fault fault) {
        face.streamRefused(fault);
    }
}
