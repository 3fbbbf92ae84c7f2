package io.wizd.program;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant who mistyped a name. Static, any thread. */
public final class Suggestion {
    /** So many letters may have one mistake. */
    private static final int LETTERS_A_MISTAKE = 3;

    private Suggestion() {}

    /**
     * The candidate that takes the fewest changes of a letter, where they are few enough; of the last part of a name with points, where
     * that says more. One letter is not enough to tell what was meant.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        int letters = lastPart(name).length();
        return of(name, candidates, letters == 1 ? 0 : Math.max(1, letters / LETTERS_A_MISTAKE));
    }

    /** The same with so many changes at most. */
    public static Optional<String> of(String name, Collection<String> candidates, int most) {
        return candidates.stream()
                .filter(candidate -> mistakes(name, candidate, most) <= most)
                .min(Comparator.comparingInt((String candidate) -> mistakes(name, candidate, most))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** What is said behind a name that is not known; nothing if there is no suggestion. */
    public static String didYouMean(Optional<String> suggestion) {
        return didYouMean(suggestion.stream().toList());
    }

    /** The same for several. */
    public static String didYouMean(List<String> suggestions) {
        if (suggestions.isEmpty()) {
            return "";
        }
        List<String> first = suggestions.subList(0, suggestions.size() - 1);
        return "; did you mean " + (first.isEmpty() ? "" : String.join(", ", first) + " or ") + suggestions.getLast()
                + "?";
    }

    private static int mistakes(String name, String candidate, int most) {
        int inAll = distance(name, candidate, most);
        return inAll == 0 ? 0 : Math.min(inAll, 1 + distance(lastPart(name), lastPart(candidate), most));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Letters that are missing, too many, others, or exchanged with their neighbour; they count the same in either case. */
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            // So a client that sends long names costs no more than others.
            return most + 1;
        }
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
