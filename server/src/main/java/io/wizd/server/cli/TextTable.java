package io.wizd.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns under their headings: those of words begin on the left, then those of figures, which end on the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int words;

    /** Two columns of words. */
    TextTable(String... headings) {
        this(2, headings);
    }

    /** @param words columns of words */
    TextTable(int words, String... headings) {
        this.words = words;
        rows.add(List.of(headings));
    }

    /** One cell a heading. */
    void add(String... cells) {
        rows.add(List.of(cells));
    }

    List<String> lines() {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(column < words ? cell + padding : padding + cell);
        }
        return line.toString().stripTrailing();
    }
}
