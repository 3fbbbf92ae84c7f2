package io.wizd.handlers.spec;

/**
 * Who may send a message, checked by the dispatcher for every transport before the handler is called.
 *
 * @param role the role that an account needs; empty for anyone
 */
public record Access(String role) {
    /** Anyone who reaches the server. */
    public static final Access ANYONE = new Access("");

    /** Any account, whatever its roles. */
    public static final Access USER = new Access("user");

    /** An account with this role; {@code admin} may do everything. */
    public static Access role(String role) {
        if (role.isEmpty()) {
            throw new IllegalArgumentException("a role has a name");
        }
        return new Access(role);
    }

    /** Whether no credentials are needed. */
    public boolean isOpen() {
        return role.isEmpty();
    }

    /** What is needed, for people. */
    public String needed() {
        return equals(USER) ? "an account" : "the role " + role;
    }

    /** Whether an account with that role may. */
    public boolean admits(String accountRole) {
        return isOpen() || equals(USER) || role.equals(accountRole) || accountRole.equals("admin");
    }
}
