package io.wizd.db;

import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;

/** The three logins of a wizd installation on one database server; what each may do is in {@code sql/grants.sql}. */
public record DatabaseLogins(Login owner, Login app, Login loader) {

    /** A login of a database server; the password is never printed by {@link #toString()}. */
    public record Login(String name, String password) {

        /** MySQL takes 32 characters, and these need no quoting anywhere. */
        private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");

        public Login {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not an account name (letters, digits and _, at most 32): " + name);
            }
        }

        /** How to reach the same server as {@code server} with this login. */
        public JdbcAddress at(JdbcAddress server) {
            return new JdbcAddress(server.url(), name, password);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int PASSWORD_LETTERS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Logins {@code <prefix>_owner}, {@code <prefix>_app} and {@code <prefix>_loader} with new random passwords. */
    public static DatabaseLogins withNewPasswords(String prefix) {
        return new DatabaseLogins(
                new Login(prefix + "_owner", newPassword()),
                new Login(prefix + "_app", newPassword()),
                new Login(prefix + "_loader", newPassword()));
    }

    public List<Login> all() {
        return List.of(owner, app, loader);
    }

    /**
     * A random password of 190 bits. It ends in one character of each class, because a server with the
     * validate_password component refuses anything else.
     */
    public static String newPassword() {
        StringBuilder password = new StringBuilder(PASSWORD_LETTERS + 4);
        RANDOM.ints(PASSWORD_LETTERS, 0, LETTERS.length()).forEach(i -> password.append(LETTERS.charAt(i)));
        return password.append("-Aa1").toString();
    }
}
