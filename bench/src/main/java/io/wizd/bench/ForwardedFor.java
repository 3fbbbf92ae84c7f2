package io.wizd.bench;

/** Where clients say they come from, as a proxy would. Static, any thread. */
public final class ForwardedFor {
    /** Of 10.0.0.0/8. */
    private static final int ADDRESSES = 1 << 24;

    private ForwardedFor() {}

    /** A different address for each number, 16,777,216 in all. */
    public static String address(long number) {
        int host = (int) (number % ADDRESSES);
        return "10." + (host >> 16) + "." + (host >> 8 & 255) + "." + (host & 255);
    }
}
