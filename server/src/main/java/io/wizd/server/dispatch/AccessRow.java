package io.wizd.server.dispatch;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import java.util.List;

/**
 * Who may send messages of one type, in words, as the type declares it: a line of {@code docs/access.md}, and of {@code bin/wizd
 * access}.
 *
 * @param routes its HTTP face, {@code GET /kv/{key}} and the like, besides {@code POST /messages/{type}}
 */
public record AccessRow(String type, List<String> routes, String who) {
    /** Of those that need no credentials, and must not give wrong ones. */
    public static final String ANYONE_WITHOUT_WRONG = "anyone; credentials that are given must be right";

    /** A line a type, in the order of the table. */
    public static List<AccessRow> of(HandlerTable table) {
        return table.rows().stream().map(MessageType::spec).map(AccessRow::of).toList();
    }

    private static AccessRow of(MessageSpec<?, ?> spec) {
        String sender = switch (spec.sender()) {
            case ANYONE -> "";
            case DEVICE -> " (userID and deviceID)";
            case CARD_USER -> " (userID and deviceID, and once registered their token)";
        };
        return new AccessRow(
                spec.type(), spec.routes().stream().map(Route::toString).toList(), words(spec.access()) + sender);
    }

    private static String words(Access access) {
        if (access.isOpen()) {
            return access.asksWho() ? ANYONE_WITHOUT_WRONG : "anyone";
        }
        if (access.equals(Access.ACCOUNT)) {
            return "any account";
        }
        return access.role().equals(Access.ADMIN) ? Access.ADMIN : access.role() + ", " + Access.ADMIN;
    }
}
