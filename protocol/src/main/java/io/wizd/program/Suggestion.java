package io.wizd.program;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who mistyped a name. Static, any thread. */
public final class Suggestion {
    /** So many letters may have one mistake. */
    private static final int LETTERS_A_MISTAKE = 3;

    private Suggestion() {}

    /**
     * The candidate that takes the fewest changes of a letter, where they are few enough; of the last part of a name with points, where
     * that says more.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        int mistakes = Math.max(1, lastPart(name).length() / LETTERS_A_MISTAKE);
        return candidates.stream()
                .filter(candidate -> mistakes(name, candidate) <= mistakes)
                .min(Comparator.comparingInt((String candidate) -> mistakes(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int mistakes(String name, String candidate) {
        return Math.min(distance(name, candidate), 1 + distance(lastPart(name), lastPart(candidate)));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Letters that are missing, too many, others, or exchanged with their neighbour; they count the same in either case. */
    private static int distance(String a, String b) {
        int[][] changes = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    changes[i][j] = i + j;
                    continue;
                }
                boolean same = same(a, i - 1, b, j - 1);
                int fewest = Math.min(
                        changes[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(changes[i - 1][j], changes[i][j - 1]));
                if (i > 1 && j > 1 && same(a, i - 1, b, j - 2) && same(a, i - 2, b, j - 1)) {
                    fewest = Math.min(fewest, 1 + changes[i - 2][j - 2]);
                }
                changes[i][j] = fewest;
            }
        }
        return changes[a.length()][b.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
