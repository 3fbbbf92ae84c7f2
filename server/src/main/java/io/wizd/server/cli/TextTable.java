package io.wizd.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns under their headings: two of words, which begin on the left, then figures, which end on the right. */
final class TextTable {
    private static final String GAP = "  ";
    private static final int WORDS = 2;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... headings) {
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

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(column < WORDS ? cell + padding : padding + cell);
        }
        return line.toString().stripTrailing();
    }
}
