package io.wizd.handlers.accounts;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.audit.Actor;
import io.wizd.handlers.spec.Call;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Links, and the mails that will hold them, as main keeps them. For virtual threads: it waits for the database. */
final class MailStore {
    static final String CONFIRM = "confirm";
    static final String RESET = "reset";

    private static final long CONFIRM_SECONDS = Duration.ofDays(2).toSeconds();
    private static final long RESET_SECONDS = Duration.ofHours(1).toSeconds();

    /** Longer than a server of mail may take, and a little while for people. */
    private static final long LEASE_SECONDS = Duration.ofMinutes(2).toSeconds();

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Procedure<Json> ACCOUNT_MAIL_ASK = Procedure.of("account_mail_ask", Json.class);
    private static final Procedure<Taken> ACCOUNT_MAIL_TAKE = Procedure.single("account_mail_take", Taken.class);
    private static final Procedure<Json> ACCOUNT_MAIL_END = Procedure.single("account_mail_end", Json.class);
    private static final Procedure<Owner> ACCOUNT_LINK_FIND = Procedure.of("account_link_find", Owner.class);
    private static final Procedure<Used> ACCOUNT_LINK_USE = Procedure.single("account_link_use", Used.class);

    private final Database main;

    MailStore(Database main) {
        this.main = main;
    }

    private record Ask(String kind, String addressee) {}

    private record Take(String linkHash, long confirmSeconds, long resetSeconds, long leaseSeconds) {}

    /** A mail that is due: nothing in it where none is, and no more than an id of 0 where it has nobody to go to. */
    record Taken(
            @Nullable Long id,
            @Nullable String kind,
            @Nullable String name,
            @Nullable String email,
            @Nullable Integer tries) {}

    private record End(
            long id,
            int tries,
            @Nullable String linkHash,
            @Nullable Long againMs) {}

    private record Find(String linkHash, String kind) {}

    /** Whose a link is. */
    record Owner(String name, @Nullable String email) {}

    private record Use(
            String linkHash,
            String kind,
            @Nullable String passwordHash,
            String from,
            String action,
            @Nullable String requestHash) {}

    /** What following a link has done. */
    record Used(String name, long ended) {}

    /** @param addressee the name of an account, or an address; whether there is one takes no time here */
    void ask(Call call, String kind, String addressee) {
        main.call(ACCOUNT_MAIL_ASK, kind + " " + addressee, call.request(new Ask(kind, addressee)))
                .awaitJson();
    }

    /** Takes the mail that is due, which will hold this link. */
    Taken take(OpaqueToken link) {
        Take element = new Take(link.hash(), CONFIRM_SECONDS, RESET_SECONDS, LEASE_SECONDS);
        // Not to be sent twice: the first may have taken one, whose turn comes again then.
        return main.call(ACCOUNT_MAIL_TAKE, request(element, Effect.WRITE)).await();
    }

    void sent(long id, int tries) {
        main.call(ACCOUNT_MAIL_END, request(new End(id, tries, null, null), Effect.IDEMPOTENT_WRITE))
                .awaitJson();
    }

    /** @param againMs until the next try; null for none */
    void notSent(long id, int tries, OpaqueToken link, @Nullable Long againMs) {
        End element = new End(id, tries, link.hash(), againMs);
        main.call(ACCOUNT_MAIL_END, request(element, Effect.IDEMPOTENT_WRITE)).awaitJson();
    }

    /** @throws io.wizd.protocol.WizdException LINK_ENDED */
    Owner ownerOf(Call call, String kind, OpaqueToken link) {
        Request find = new Request(Jsons.write(new Find(link.hash(), kind)), Effect.READ, call.deadlineNanos());
        return main.call(ACCOUNT_LINK_FIND, find).await();
    }

    /**
     * Follows a link.
     *
     * @param passwordHash null where it changes none
     * @throws io.wizd.protocol.WizdException LINK_ENDED
     */
    Used use(Call call, String kind, OpaqueToken link, @Nullable String passwordHash) {
        Use element = new Use(
                link.hash(),
                kind,
                passwordHash,
                Actor.addressOf(call),
                call.message().msgType(),
                AccountStore.requestOf(call));
        return main.call(ACCOUNT_LINK_USE, call.request(element)).await();
    }

    private static Request request(Record element, Effect effect) {
        return new Request(Jsons.write(element), effect, System.nanoTime() + TIMEOUT_NANOS);
    }
}
