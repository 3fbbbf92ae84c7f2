package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Call;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Links that are followed. An address that follows many that are none must wait. For virtual threads: it waits for the database. */
final class Links {
    private final MailStore mails;
    private final WindowLimit wrong;

    /** @param wrong how many an address may follow that are none */
    Links(MailStore mails, WindowLimit wrong) {
        this.mails = mails;
        this.wrong = wrong;
    }

    /**
     * Whose a link is.
     *
     * @throws WizdException {@code LINK_ENDED} or {@code RATE_LIMITED}
     */
    MailStore.Owner ownerOf(Call call, String kind, OpaqueToken link) {
        return counted(call, () -> mails.ownerOf(call, kind, link));
    }

    /**
     * Follows a link, which ends then.
     *
     * @param passwordHash of the new password, where it is one of those
     * @throws WizdException {@code LINK_ENDED} or {@code RATE_LIMITED}
     */
    MailStore.Used use(Call call, String kind, OpaqueToken link, @Nullable String passwordHash) {
        return counted(call, () -> mails.use(call, kind, link, passwordHash));
    }

    private <T> T counted(Call call, Supplier<T> way) {
        String network = call.from().get().network();
        wrong.check(network);
        try {
            return way.get();
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.LINK_ENDED) {
                wrong.add(network);
            }
            throw e;
        }
    }
}
