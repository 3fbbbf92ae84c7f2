package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Access;

/**
 * Who may do what with keys, as it is configured.
 *
 * @param read who may read and list them
 * @param write who may set, create, update and delete them
 * @param deletePrefix who may delete all that begin alike
 */
public record KvAccess(Who read, Who write, Who deletePrefix) {
    /** Anyone may do anything. */
    public static final KvAccess OPEN = new KvAccess(Who.ANYONE, Who.ANYONE, Who.ANYONE);

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

    /** Who may send what does both. */
    Who readAndWrite() {
        return read.compareTo(write) > 0 ? read : write;
    }
}
