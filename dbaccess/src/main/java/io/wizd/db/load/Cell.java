package io.wizd.db.load;

/** What is in one field of the input, before anyone has looked at the type of its column. Numbers stay text: no digit is lost. */
sealed interface Cell {

    /** As a message shows it, and as the bad-rows file of CSV repeats it. */
    String text();

    /** Whether it is written as text: a CSV field, or a JSON string. */
    default boolean isText() {
        return this instanceof Field || this instanceof Str;
    }

    /** A CSV field that is not empty. */
    record Field(String text) implements Cell {}

    /** An empty CSV field: {@code ''} in a text column, no value in any other. */
    record Empty() implements Cell {
        @Override
        public String text() {
            return "";
        }
    }

    /** A JSON string. */
    record Str(String text) implements Cell {}

    /** A JSON number, as it was written. */
    record Num(String text) implements Cell {}

    /** {@code true} or {@code false} of JSON. */
    record Bool(boolean value) implements Cell {
        @Override
        public String text() {
            return String.valueOf(value);
        }
    }

    /** A JSON object or array, as JSON text. */
    record Nested(String text) implements Cell {}

    /** JSON {@code null}, or the CSV field that {@code --null} names; the text is what stood there. */
    record Null(String text) implements Cell {}
}
