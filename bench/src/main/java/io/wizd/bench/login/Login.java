package io.wizd.bench.login;

/** The logins of a round, none of which succeeds. */
enum Login {
    /** There is the account, and the password is wrong. */
    KNOWN("admin", "an account, wrong password"),
    /** There is no such account. */
    UNKNOWN("nobody", "no such account"),
    /** The first once more: how much two of the same differ. */
    KNOWN_AGAIN("admin", "the account once more"),
    /** The second once more: so each kind comes as often behind its like as behind the other. */
    UNKNOWN_AGAIN("nobody", "no such account, once more");

    private final String account;
    private final String label;

    Login(String account, String label) {
        this.account = account;
        this.label = label;
    }

    String account() {
        return account;
    }

    /** As the table calls it. */
    String label() {
        return label;
    }
}
