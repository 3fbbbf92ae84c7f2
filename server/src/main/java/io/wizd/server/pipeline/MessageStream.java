package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.JsonItems;
import io.wizd.server.connection.StreamOutput;
import io.wizd.server.dispatch.ReplyStream;

/** Sends a list as the data of the reply to a message. */
final class MessageStream implements ReplyStream.Target {
    private final Framing framing;
    private final Owner owner;
    private final JsonItems form = new JsonItems();
    private final StreamOutput output;

    /** Who waits for the end; on the event loop. */
    interface Owner {
        /** All of the list was written. */
        void streamWritten();

        /** Nothing was written: the reply is this fault. */
        void streamRefused(Fault fault);
    }

    MessageStream(
            Connection connection, Framing framing, MessageConnection.Answer answer, StreamedList list, Owner owner) {
        this.framing = framing;
        this.owner = owner;
        this.output = new StreamOutput(connection, new Envelope(answer, form.length(list)), null);
    }

    /** The envelope around the list, and the frame around that. */
    private final class Envelope implements StreamOutput.Wrapping {
        private final MessageConnection.Answer answer;
        private final long declared;

        Envelope(MessageConnection.Answer answer, long declared) {
            this.answer = answer;
            this.declared = declared;
        }

        @Override
        public int roomInFront() {
            return 0;
        }

        @Override
        public void begin(ByteBuf out, long length) {
            int begun = framing.begin(out);
            MessageCodec.beginReply(answer.msgType(), answer.seqNum(), out);
            long data = declared == StreamedList.UNKNOWN ? length : declared;
            framing.announce(out, begun, data == StreamedList.UNKNOWN ? Framing.UNKNOWN : data + "}".length());
        }

        @Override
        public void wrap(ByteBuf chunk) {}

        @Override
        public void end(ByteBuf out) {
            out.writeByte('}');
            framing.finish(out);
        }

        @Override
        public void written() {
            owner.streamWritten();
        }
    }

    @Override
    public void send(StreamedList list) {
        output.send(form, list);
    }

    @Override
    public void failed(Fault fault) {
        output.failed(fault, () -> owner.streamRefused(fault));
    }
}
