package io.wizd.db.load;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** ENUM (one of its words) and SET (any of them, separated by commas). Their numbers are not taken: they are easily mistaken for words. */
final class EnumType implements ColumnType {

    /** In quotes; one within is doubled or behind a backslash. */
    private static final Pattern WORD = Pattern.compile("'((?:[^'\\\\]|\\\\.|'')*+)'", Pattern.DOTALL);

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)|'(')", Pattern.DOTALL);

    /** How many of the words a value holds. */
    enum Choice {
        ONE,
        ANY
    }

    private final List<String> words;
    private final Set<String> keys;
    private final Choice choice;
    private final boolean caseMatters;

    private EnumType(List<String> words, Choice choice, boolean caseMatters) {
        this.words = words;
        this.choice = choice;
        this.caseMatters = caseMatters;
        this.keys = words.stream().map(this::key).collect(Collectors.toUnmodifiableSet());
    }

    /** @param columnType as the catalogue gives it: {@code enum('a','it''s')} */
    static EnumType of(String columnType, String collation) {
        Choice choice = columnType.startsWith("set") ? Choice.ANY : Choice.ONE;
        boolean caseMatters = collation.endsWith("_bin") || collation.endsWith("_cs") || collation.equals("binary");
        return new EnumType(parse(columnType), choice, caseMatters);
    }

    @Override
    public Object convert(Cell cell) throws BadValueException {
        String text = cell.text();
        List<String> chosen = choice == Choice.ONE ? List.of(text) : List.of(text.split(",", -1));
        for (String word : chosen) {
            if (!keys.contains(key(word)) && !(choice == Choice.ANY && text.isEmpty())) {
                throw new BadValueException("is none of " + Shown.name(String.join(", ", words)));
            }
        }
        return text;
    }

    private String key(String word) {
        return caseMatters ? word : word.toLowerCase(Locale.ROOT);
    }

    private static List<String> parse(String columnType) {
        return WORD.matcher(columnType)
                .results()
                .map(word -> ESCAPED.matcher(word.group(1)).replaceAll("$1$2"))
                .toList();
    }
}
