package io.wizd.server.http.form;

import io.wizd.handlers.spec.ReplyRules;
import io.wizd.server.http.wire.PathTemplate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as a page to read: an array of objects is a table, an object a table of two columns, another array a list, and so is
 * one of objects that have so little in common that most cells of their table would be empty: a page grows with its value,
 * not with its square. The names of a listing are links. Nothing of the value is taken as HTML. One instance a page, one
 * thread.
 */
public final class HtmlForm {
    private static final String STYLE = """
            body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#222}
            table{border-collapse:collapse}
            th,td{border:1px solid #bbb;padding:.2rem .6rem;text-align:left;vertical-align:top}
            td,li,p{white-space:pre-wrap;overflow-wrap:anywhere}
            """;

    /** Of a page that needs its own style and nothing else. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    /** A table with more cells has at least one that is filled for so many. */
    private static final int MAX_CELLS_A_FIELD = 4;

    private static final int MAX_SPARSE_CELLS = 64;

    /** What is on a page behind its value. */
    static final String END = "</body>\n</html>\n";

    private final StringBuilder out = new StringBuilder(1024);
    private final ReplyRules.@Nullable Listing listing;

    private HtmlForm(ReplyRules.@Nullable Listing listing) {
        this.listing = listing;
    }

    /**
     * The page.
     *
     * @param nextPage the path of the next page; empty if there is none
     */
    public static String of(JsonTree value, String title, ReplyRules.@Nullable Listing listing, String nextPage) {
        HtmlForm page = new HtmlForm(listing);
        page.begin(title);
        page.writeRoot(value);
        if (!nextPage.isEmpty()) {
            page.out.append("<p><a rel=\"next\" href=\"");
            page.escape(nextPage);
            page.out.append("\">next page</a></p>\n");
        }
        return page.out.append(END).toString();
    }

    /** What is on a page before its value. */
    static String beginning(String title) {
        HtmlForm page = new HtmlForm(null);
        page.begin(title);
        return page.out.toString();
    }

    /** One item of a list. */
    static String ofItem(JsonTree item, ReplyRules.@Nullable Listing listing) {
        HtmlForm page = new HtmlForm(listing);
        page.write(item);
        return page.out.toString();
    }

    /** The text, none of it taken as HTML. */
    public static String escaped(String text) {
        HtmlForm page = new HtmlForm(null);
        page.escape(text);
        return page.out.toString();
    }

    private void begin(String title) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
        escape(title);
        out.append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<h1>");
        escape(title);
        out.append("</h1>\n");
    }

    private void writeRoot(JsonTree value) {
        if (listing != null
                && value instanceof JsonTree.Fields object
                && object.find(listing.field()) instanceof JsonTree.Array array) {
            writeArray(array.items());
        } else if (value instanceof JsonTree.Scalar || value instanceof JsonTree.Null) {
            out.append("<p>");
            write(value);
            out.append("</p>");
        } else {
            write(value);
        }
        out.append('\n');
    }

    private void write(JsonTree value) {
        switch (value) {
            case JsonTree.Null nothing -> out.append("<i>null</i>");
            case JsonTree.Scalar scalar -> escape(scalar.text());
            case JsonTree.Array array -> writeArray(array.items());
            case JsonTree.Fields object -> writeFields(object);
        }
    }

    private void writeFields(JsonTree.Fields object) {
        out.append("<table>\n");
        for (JsonTree.Field field : object.fields()) {
            out.append("<tr><th scope=\"row\">");
            escape(field.name());
            out.append("</th><td>");
            write(field.value());
            out.append("</td></tr>\n");
        }
        out.append("</table>");
    }

    private void writeArray(List<JsonTree> items) {
        if (!items.isEmpty() && items.stream().allMatch(JsonTree.Fields.class::isInstance)) {
            writeRows(items, items.stream().map(JsonTree.Fields.class::cast).toList());
        } else {
            writeList(items);
        }
    }

    private void writeList(List<JsonTree> items) {
        out.append("<ul>\n");
        for (JsonTree item : items) {
            out.append("<li>");
            write(item);
            out.append("</li>\n");
        }
        out.append("</ul>");
    }

    private void writeRows(List<JsonTree> items, List<JsonTree.Fields> rows) {
        Set<String> columns = new LinkedHashSet<>();
        long fields = 0;
        for (JsonTree.Fields row : rows) {
            row.fields().forEach(field -> columns.add(field.name()));
            fields += row.fields().size();
        }
        long cells = (long) rows.size() * columns.size();
        if (cells > Math.max(MAX_SPARSE_CELLS, MAX_CELLS_A_FIELD * fields)) {
            writeList(items);
        } else {
            writeTable(columns, rows);
        }
    }

    private void writeTable(Set<String> columns, List<JsonTree.Fields> rows) {
        out.append("<table>\n<tr>");
        for (String column : columns) {
            out.append("<th>");
            escape(column);
            out.append("</th>");
        }
        out.append("</tr>\n");
        for (JsonTree.Fields row : rows) {
            Map<String, JsonTree> cells = row.byName();
            out.append("<tr>");
            columns.forEach(column -> writeCell(cells, column));
            out.append("</tr>\n");
        }
        out.append("</table>");
    }

    private void writeCell(Map<String, JsonTree> row, String column) {
        JsonTree value = row.get(column);
        boolean named = listing != null && !listing.link().isEmpty() && column.equals(listing.nameField());
        out.append("<td>");
        if (value != null && named && !isDotSegment(JsonTree.plain(value))) {
            out.append("<a href=\"");
            escape(linkTo(row, Objects.requireNonNull(listing)));
            out.append("\">");
            write(value);
            out.append("</a>");
        } else if (value != null) {
            write(value);
        }
        out.append("</td>");
    }

    /** A client takes it for a step in the path, however it is encoded, so no link leads there. */
    private static boolean isDotSegment(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static String linkTo(Map<String, JsonTree> row, ReplyRules.Listing listing) {
        return PathTemplate.filled(listing.link(), name -> {
            JsonTree value = row.get(name);
            return value == null ? "" : JsonTree.plain(value);
        });
    }

    private void escape(String raw) {
        String text = JsonTree.withoutControls(raw);
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            String entity = switch (text.charAt(i)) {
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                case '&' -> "&amp;";
                case '"' -> "&quot;";
                case '\'' -> "&#39;";
                default -> "";
            };
            if (!entity.isEmpty()) {
                out.append(text, from, i).append(entity);
                from = i + 1;
            }
        }
        out.append(text, from, text.length());
    }
}
