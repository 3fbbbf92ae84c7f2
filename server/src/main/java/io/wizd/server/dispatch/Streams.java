package io.wizd.server.dispatch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lists that are being sent, so that a stop need not wait for their ends. Any thread. */
public final class Streams {
    private final Set<ReplyStream> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    void add(ReplyStream stream) {
        running.add(stream);
        if (stopping) {
            stream.cancel();
        }
    }

    void remove(ReplyStream stream) {
        running.remove(stream);
    }

    /** Lists that are being sent now. */
    public int count() {
        return running.size();
    }

    /** Ends all, and each that begins from now on. */
    public void stop() {
        stopping = true;
        running.forEach(ReplyStream::cancel);
    }
}
