package io.wizd.client.cli;

/**
 * What a login gave.
 *
 * @param name of the account
 * @param token never to be shown
 * @param expiresAt in UTC, ISO 8601
 */
record Login(String name, String token, String expiresAt) {
    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "Login[" + name + ", until " + expiresAt + "]";
    }
}
