package io.wizd.handlers.audit;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Caller;

/**
 * Who changes something, as the history says.
 *
 * @param name of the account that does it; empty for somebody who has none
 * @param from the address that it came from
 */
public record Actor(String name, String from) {
    private static final int MAX_ADDRESS = 64;

    /** Who sent the message. */
    public static Actor of(Call call) {
        return new Actor(call.callerIfAny().map(Caller::name).orElse(""), addressOf(call));
    }

    /** Where a message came from. A proxy that is believed may say anything there. */
    public static String addressOf(Call call) {
        return printable(call.from().get().host());
    }

    /** As much of an address or the name of a host as the history takes. */
    static String printable(String host) {
        String text = host.replaceAll("[^\\x21-\\x7e]", "?");
        return text.length() <= MAX_ADDRESS ? text : text.substring(0, MAX_ADDRESS);
    }
}
