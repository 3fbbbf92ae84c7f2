package io.wizd.protocol;

/** Sizes as people read them. */
public final class ByteSize {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int STEP = 1_024;

    private ByteSize() {}

    /** In the largest unit of the configuration that has no fraction: {@code 1 MiB}, {@code 1025 KiB}, {@code 1000 bytes}. */
    public static String shown(long bytes) {
        long number = bytes;
        int unit = 0;
        while (number != 0 && number % STEP == 0 && unit < UNITS.length - 1) {
            number /= STEP;
            unit++;
        }
        return number + " " + UNITS[unit];
    }

    /** The same, with the bytes behind it where they are not the same: {@code 1 MiB (1048576 bytes)}. */
    public static String withBytes(long bytes) {
        String shown = shown(bytes);
        return shown.endsWith(UNITS[0]) ? shown : shown + " (" + bytes + " bytes)";
    }
}
