package io.wizd.db.load;

/** A table, with its database; an empty database means that it is yet to be found. */
record TableName(String database, String table) {

    /** {@code table}, {@code database.table}, either part in backticks where it holds a point. */
    static TableName parse(String argument) throws LoadException {
        int end = endOfPart(argument);
        if (end == argument.length()) {
            return checked(new TableName("", unquoted(argument)), argument);
        }
        String rest = argument.substring(end + 1);
        return checked(new TableName(unquoted(argument.substring(0, end)), unquoted(rest)), argument);
    }

    /** For SQL: each part in backticks. */
    String quoted() {
        return quote(database) + "." + quote(table);
    }

    static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public String toString() {
        return database + "." + table;
    }

    private static TableName checked(TableName name, String argument) throws LoadException {
        if (name.table.isEmpty()) {
            throw new LoadException(
                    ExitStatus.USAGE, Shown.value(argument) + " is not a table: give TABLE or DATABASE.TABLE");
        }
        return name;
    }

    /** The index of the point between the two parts, or the length where there is one part only. */
    private static int endOfPart(String argument) {
        boolean quoted = false;
        for (int i = 0; i < argument.length(); i++) {
            if (argument.charAt(i) == '`') {
                quoted = !quoted;
            } else if (argument.charAt(i) == '.' && !quoted) {
                return i;
            }
        }
        return argument.length();
    }

    private static String unquoted(String part) {
        boolean quoted = part.length() > 1 && part.startsWith("`") && part.endsWith("`");
        return quoted ? part.substring(1, part.length() - 1).replace("``", "`") : part;
    }
}
