package io.wizd.handlers.accounts;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import io.wizd.protocol.WizdException;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which new passwords are taken: what zxcvbn, which knows leaked passwords, words, names and patterns of keyboards, thinks takes
 * 10<sup>8</sup> guesses or more. Takes milliseconds of a processor, and
 * more where its lists must be read first. Any thread.
 */
final class PasswordRules {
    static final int MIN_CHARACTERS = 8;
    static final int MAX_CHARACTERS = 200;

    /** What zxcvbn looks at takes time that grows faster than its length, and so many characters decide. */
    private static final int JUDGED_CHARACTERS = 64;

    /** zxcvbn tries the letters that these may stand for in all their combinations, so each kind more takes it twice the time. */
    private static final String SUBSTITUTES = "4@8({[<369!1|70$5+%2";

    /** More kinds of them than anybody's habit has; seconds, where all were tried. */
    private static final int JUDGED_SUBSTITUTES = 6;

    /** Of an address, such parts say something: a name, a company. */
    private static final int SHORTEST_KNOWN = 3;

    /** "Safely unguessable" of 0 to 4: moderate protection from an attacker who has the hash. */
    private static final int LEAST_SCORE = 3;

    /** Its lists are 15 MiB of heap, for which a small server has better uses between two new passwords. */
    private volatile SoftReference<Zxcvbn> lastUsed = new SoftReference<>(null);

    /**
     * Refuses a weak password.
     *
     * @param field that holds it
     * @param known what others know of whom it is for: the name, the address
     * @throws WizdException {@code BAD_FIELD}, which says why and not what
     */
    void check(String field, String password, List<String> known) {
        int characters = password.codePointCount(0, password.length());
        if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
            throw WizdException.ofField(
                    field, field + " must have " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
        }
        String judged = password.length() <= JUDGED_CHARACTERS ? password : password.substring(0, JUDGED_CHARACTERS);
        Strength strength = zxcvbn().measure(withFewSubstitutes(judged), withParts(known));
        if (strength.getScore() < LEAST_SCORE) {
            // A sentence with its full stop.
            String why = strength.getFeedback().getWarning().replaceFirst("\\.$", "");
            throw WizdException.ofField(
                    field,
                    field + " is too easy to guess" + (why.isEmpty() ? "" : ": " + why)
                            + "; take one that is longer, or three or four words that have nothing to do with each other");
        }
    }

    /** The same with something that stands for no letter in place of the kinds that are too many. */
    private static String withFewSubstitutes(String password) {
        StringBuilder kinds = new StringBuilder();
        StringBuilder judged = new StringBuilder(password);
        for (int i = 0; i < judged.length(); i++) {
            String kind = password.substring(i, i + 1);
            if (SUBSTITUTES.contains(kind) && kinds.indexOf(kind) < 0) {
                if (kinds.length() < JUDGED_SUBSTITUTES) {
                    kinds.append(kind);
                } else {
                    judged.setCharAt(i, '~');
                }
            }
        }
        return judged.toString();
    }

    private static List<String> withParts(List<String> known) {
        return known.stream()
                .flatMap(text -> Stream.concat(
                        Stream.of(text, text.replaceFirst("@.*", "")),
                        Arrays.stream(text.split("[^\\p{L}\\p{N}]+", 0))))
                .filter(text -> text.length() >= SHORTEST_KNOWN)
                .distinct()
                .toList();
    }

    private Zxcvbn zxcvbn() {
        Zxcvbn zxcvbn = lastUsed.get();
        if (zxcvbn == null) {
            zxcvbn = new Zxcvbn();
            lastUsed = new SoftReference<>(zxcvbn);
        }
        return zxcvbn;
    }
}
