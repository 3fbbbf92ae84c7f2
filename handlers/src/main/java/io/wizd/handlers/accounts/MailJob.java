package io.wizd.handlers.accounts;

import io.wizd.event.AccountEvent.MailGivenUp;
import io.wizd.event.AccountEvent.MailJobFailed;
import io.wizd.event.AccountEvent.MailNotSent;
import io.wizd.event.Events;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the mails that are due, one after the other, on a virtual thread of its own, and looks after the history. Every server has one: a
 * mail is taken by one of them, and by another if that one is not heard of. What could not be sent is tried again after 1 s, 2 s,
 * 4 s and so on, hourly from the twelfth time on, for a day.
 */
final class MailJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailJob.class);

    private static final long POLL_SECONDS = 5;
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = Duration.ofHours(1).toMillis();
    private static final int TRIES = 36;
    private static final long HOUSEKEEPING_NANOS = TimeUnit.HOURS.toNanos(1);

    private final MailStore store;
    private final MailSender sender;
    private final MailSettings settings;
    private final Runnable housekeeping;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    /** @param housekeeping done at the start and then hourly */
    MailJob(MailStore store, MailSender sender, MailSettings settings, Runnable housekeeping) {
        this.store = store;
        this.sender = sender;
        this.settings = settings;
        this.housekeeping = housekeeping;
        this.thread = Thread.ofVirtual().name("account-mail").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** There is a mail to be sent. Any thread. */
    void wake() {
        wakeUps.release();
    }

    private void run() {
        long housekeptNanos = System.nanoTime() - HOUSEKEEPING_NANOS;
        while (!stopped) {
            try {
                if (System.nanoTime() - housekeptNanos >= HOUSEKEEPING_NANOS) {
                    housekeeping.run();
                    housekeptNanos = System.nanoTime();
                }
                if (once()) {
                    continue;
                }
            } catch (WizdException e) {
                LOG.debug("no mail is sent: {}, which others tell where it lasts", e.fault());
            } catch (RuntimeException e) {
                Events.tell(new MailJobFailed(e));
            }
            if (!pause()) {
                return;
            }
        }
    }

    private boolean pause() {
        try {
            boolean woken = wakeUps.tryAcquire(POLL_SECONDS, TimeUnit.SECONDS);
            wakeUps.drainPermits();
            return woken || !stopped;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** @return whether there may be another */
    private boolean once() {
        OpaqueToken link = OpaqueToken.random();
        MailStore.Taken taken = store.take(link);
        if (taken.id() == null || taken.id() == 0) {
            return taken.id() != null;
        }
        long id = taken.id();
        int tries = Objects.requireNonNull(taken.tries());
        Mail mail = mail(taken, link);
        try {
            sender.send(mail);
        } catch (MailSender.MailException e) {
            notSent(taken, link, String.valueOf(e.getMessage()));
            return true;
        }
        store.sent(id, tries);
        return true;
    }

    private Mail mail(MailStore.Taken taken, OpaqueToken link) {
        String name = Objects.requireNonNull(taken.name());
        String email = Objects.requireNonNull(taken.email());
        return MailStore.RESET.equals(taken.kind())
                ? Mail.resetting(name, email, link, settings.resetUrl())
                : Mail.confirming(name, email, link, settings.confirmUrl());
    }

    private void notSent(MailStore.Taken taken, OpaqueToken link, String why) {
        String name = Objects.requireNonNull(taken.name());
        int tries = Objects.requireNonNull(taken.tries());
        if (tries >= TRIES) {
            Events.tell(new MailGivenUp(name, tries, why));
            store.notSent(Objects.requireNonNull(taken.id()), tries, link, null);
            return;
        }
        long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(tries - 1, 20));
        Events.tell(new MailNotSent(name, pauseMs, why));
        store.notSent(Objects.requireNonNull(taken.id()), tries, link, pauseMs);
    }

    /** Ends it once the mail that is being sent is. */
    @Override
    public void close() {
        stopped = true;
        wake();
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(POLL_SECONDS))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
