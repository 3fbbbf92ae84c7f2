package io.wizd.db.load;

import io.wizd.db.load.Numbers.Sign;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Locale;

/** From what information_schema says about a column to the type that checks its values. */
final class ColumnTypes {

    private static final LocalDateTime END_OF_32_BITS = LocalDateTime.of(2038, 1, 19, 3, 14, 7);
    private static final LocalDateTime END_OF_UNSIGNED_32_BITS = LocalDateTime.of(2106, 2, 7, 6, 28, 15);

    private ColumnTypes() {}

    /**
     * One row of information_schema.COLUMNS; what does not apply to the type is 0 or empty.
     *
     * @param type DATA_TYPE, for example {@code decimal}
     * @param fullType COLUMN_TYPE, for example {@code decimal(10,2) unsigned}
     */
    record Description(
            String type,
            String fullType,
            long maxLength,
            int precision,
            int scale,
            int fractionDigits,
            String charset,
            String collation) {}

    /** The type of a column; one that load cannot fill refuses every value. */
    static ColumnType of(Description column, TimestampRange timestamps) {
        return switch (column.type.toLowerCase(Locale.ROOT)) {
            case "char" -> new TextType(column.maxLength, TextType.Unit.PADDED_CHARACTERS, column.charset);
            case "varchar" -> new TextType(column.maxLength, TextType.Unit.CHARACTERS, column.charset);
            case "tinytext", "text", "mediumtext", "longtext" ->
                new TextType(column.maxLength, TextType.Unit.BYTES, column.charset);
            case "tinyint" -> integer(column, 8);
            case "smallint" -> integer(column, 16);
            case "mediumint" -> integer(column, 24);
            case "int", "integer" -> integer(column, 32);
            case "bigint" -> integer(column, 64);
            case "bit" -> IntegerType.unsigned(column.precision, words(column.precision == 1));
            case "decimal" -> Numbers.decimal(column.precision, column.scale, Sign.of(column.fullType));
            case "float" -> floating(column, FloatType.Width.FLOAT);
            case "double" -> floating(column, FloatType.Width.DOUBLE);
            case "date" -> Times::date;
            case "datetime" -> Times.dateTime(column.fractionDigits);
            case "timestamp" -> Times.timestamp(column.fractionDigits, timestamps.last);
            case "time" -> Times.time(column.fractionDigits);
            case "year" -> Numbers::year;
            case "enum", "set" -> EnumType.of(column.fullType, column.collation);
            case "json" -> new JsonType();
            // What identifies is kept as the bytes of its text, so that no collation makes two names one.
            case "varbinary" -> new TextType(column.maxLength, TextType.Unit.BYTES, "utf8mb4");
            case "binary", "tinyblob", "blob", "mediumblob", "longblob" -> cell -> base64(cell, column.maxLength);
            case "uuid", "inet4", "inet6" -> cell -> text(cell, "is not text");
            // POINT and its kin, VECTOR.
            default ->
                cell -> {
                    throw new BadValueException("cannot be loaded: load knows no form for the type " + column.type);
                };
        };
    }

    /** How far the server's TIMESTAMP reaches. */
    enum TimestampRange {
        TO_2038(END_OF_32_BITS),
        /** MariaDB 11.5 and later on 64 bits. */
        TO_2106(END_OF_UNSIGNED_32_BITS);

        private final LocalDateTime last;

        TimestampRange(LocalDateTime last) {
            this.last = last;
        }
    }

    /** BINARY and the BLOB family, written as base64 in JSON and in CSV. */
    private static byte[] base64(Cell cell, long maxBytes) throws BadValueException {
        String text = text(cell, "is not base64");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadValueException("is not base64");
        }
        if (bytes.length > maxBytes) {
            throw new BadValueException(
                    "is longer than " + Shown.count(maxBytes) + " bytes (" + Shown.count(bytes.length) + ")");
        }
        return bytes;
    }

    private static String text(Cell cell, String ifNone) throws BadValueException {
        if (!cell.isText()) {
            throw new BadValueException(ifNone);
        }
        return cell.text().strip();
    }

    private static FloatType floating(Description column, FloatType.Width width) {
        Sign sign = Sign.of(column.fullType);
        boolean hasDigits = column.fullType.contains(",");
        return new FloatType(
                width, sign, hasDigits ? Numbers.decimal(column.precision, column.scale, sign) : Cell::text);
    }

    private static IntegerType integer(Description column, int bits) {
        IntegerType.Words words = words(column.fullType.startsWith("tinyint(1)"));
        return Sign.of(column.fullType) == Sign.UNSIGNED
                ? IntegerType.unsigned(bits, words)
                : IntegerType.signed(bits, words);
    }

    private static IntegerType.Words words(boolean holdsBooleans) {
        return holdsBooleans ? IntegerType.Words.BOOLEAN : IntegerType.Words.NONE;
    }
}
