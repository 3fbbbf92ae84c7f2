package io.wizd.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The same bytes as they may arrive: whole, byte by byte, and cut at random places that the bytes themselves decide. */
public final class Cuts {
    private static final int LONGEST_PIECE = 40;

    private Cuts() {}

    /** Each way to cut, as the pieces in their order. */
    public static List<List<byte[]>> of(byte[] bytes) {
        Random random = new Random(Arrays.hashCode(bytes));
        return List.of(cut(bytes, bytes.length, null), cut(bytes, 1, null), cut(bytes, LONGEST_PIECE, random));
    }

    private static List<byte[]> cut(byte[] bytes, int longest, @Nullable Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = random == null ? longest : 1 + random.nextInt(longest);
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(at + length, bytes.length)));
            at += length;
        }
        return pieces;
    }
}
