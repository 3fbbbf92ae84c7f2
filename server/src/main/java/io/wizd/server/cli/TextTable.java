package io.wizd.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns under their headings: the first on the left, the others on the right, as numbers are read. */
final class TextTable {
    private static final String GAP = "  ";

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
            String padding = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? row.get(column) + padding : GAP + padding + row.get(column));
        }
        return line.toString().stripTrailing();
    }
}
