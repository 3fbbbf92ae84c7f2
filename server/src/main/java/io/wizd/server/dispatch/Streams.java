package io.wizd.server.dispatch;

import io.wizd.event.Events;
import io.wizd.event.ServerEvent.ListsBrokenOff;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The lists that are being sent, so that a stop need not wait for their ends. Any thread. */
public final class Streams {
    private final Set<ReplyStream> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean stopping;

    void add(ReplyStream stream) {
        running.add(stream);
        if (stopping) {
            stream.cancel();
        }
    }

    /** It was sent to its end. */
    void completed(ReplyStream stream) {
        running.remove(stream);
    }

    /** It has ended; before its end, if it is not known to be completed. */
    void ended(ReplyStream stream, long sentNanos) {
        if (running.remove(stream) && stopping) {
            brokenOff.incrementAndGet();
            longestNanos.accumulateAndGet(sentNanos, Math::max);
        }
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

    /** Tells how many {@link #stop} has ended so far, if any. */
    public void tellBrokenOff() {
        int lists = brokenOff.get();
        if (lists > 0) {
            Events.tell(new ListsBrokenOff(lists, TimeUnit.NANOSECONDS.toMillis(longestNanos.get())));
        }
    }
}
