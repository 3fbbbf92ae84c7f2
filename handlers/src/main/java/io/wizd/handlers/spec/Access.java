package io.wizd.handlers.spec;

/**
 * Who may send a message, checked by the dispatcher for every transport before the handler is called.
 *
 * @param role the role that an account needs; empty for anyone
 * @param asksWho whether credentials that are given are checked, and the handler is told whose they are
 */
public record Access(String role, boolean asksWho) {
    /** The role that may do everything. */
    public static final String ADMIN = "admin";

    /** The role that writes members and sees how the server does. */
    public static final String OPERATOR = "operator";

    /** The role of a charging station. */
    public static final String STATION = "station";

    /** The role that every account has, whether it was given or not. */
    public static final String USER = "user";

    /** Anyone who reaches the server; credentials are not looked at. */
    public static final Access ANYONE = new Access("", false);

    /** Anyone too; but credentials that are given must be right, and the handler is told whose they are. */
    public static final Access ANYONE_OR_ACCOUNT = new Access("", true);

    /** Any account. */
    public static final Access ACCOUNT = role(USER);

    /** An account with this role; {@code admin} may do everything. */
    public static Access role(String role) {
        if (role.isEmpty()) {
            throw new IllegalArgumentException("a role has a name");
        }
        return new Access(role, true);
    }

    /** Whether no credentials are needed. */
    public boolean isOpen() {
        return role.isEmpty();
    }

    /** What is needed, for people. */
    public String needed() {
        return equals(ACCOUNT) ? "an account" : "the role " + role;
    }

    /** Whether that account may. */
    public boolean admits(Caller caller) {
        return isOpen() || caller.is(role);
    }
}
