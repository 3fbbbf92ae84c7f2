package io.wizd.handlers.spec;

/**
 * Who may send what, where that is configured and not declared by the message type alone.
 *
 * @param kvRead who may read and list keys
 * @param kvWrite who may set, create, update and delete keys
 * @param kvDeletePrefix who may delete all keys that begin alike
 * @param stats who may see how the server does: its counts and its metrics
 */
public record MessageAccess(Who kvRead, Who kvWrite, Who kvDeletePrefix, Who stats) {
    /** Anyone may do all of it. */
    public static final MessageAccess OPEN = new MessageAccess(Who.ANYONE, Who.ANYONE, Who.ANYONE, Who.ANYONE);

    /** The choices, the widest first. */
    public enum Who {
        /** Whoever reaches the server. */
        ANYONE(Access.ANYONE),
        /** Any account. */
        USER(Access.ACCOUNT),
        /** An operator or an administrator. */
        OPERATOR(Access.role(Access.OPERATOR));

        private final Access access;

        Who(Access access) {
            this.access = access;
        }

        /** What a message type declares. */
        public Access access() {
            return access;
        }
    }

    /** Who may send what reads keys and writes them. */
    public Who kvReadAndWrite() {
        return kvRead.compareTo(kvWrite) > 0 ? kvRead : kvWrite;
    }
}
