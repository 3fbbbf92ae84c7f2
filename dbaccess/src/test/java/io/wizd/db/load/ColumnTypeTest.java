package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of each type, without a database; that the database agrees is what LoadTest shows. */
final class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint|-128|-128",
                "tinyint|127|127",
                "tinyint|128|is not within -128 to 127",
                "tinyint|-129|is not within -128 to 127",
                "tinyint|true|is not a whole number",
                "tinyint(1)|TRUE|1",
                "tinyint(1)|false|0",
                "tinyint(1)|2|2",
                "bit(1)|true|1",
                "bit(9)|511|511",
                "bit(9)|512|is not within 0 to 511",
                "int|1.50|is not a whole number",
                "int|1.00|1",
                "int|1e3|1000",
                "int|1e9999|is not within -2147483648 to 2147483647",
                "int|1e-9999|is not a whole number",
                "int|0e9999|0",
                "int|1e99999|is not a whole number",
                "int|' 7 '|7",
                "int|0x10|is not a whole number",
                "int|NaN|is not a whole number",
                "int|1_000|is not a whole number",
                "int|'1,000'|is not a whole number",
                "int|٣|is not a whole number",
                "bigint unsigned|18446744073709551615|18446744073709551615",
                "bigint unsigned|18446744073709551616|is not within 0 to 18446744073709551615",
                "bigint unsigned|-1|is not within 0 to 18446744073709551615",
                "decimal(10,2)|12345678.90|12345678.90",
                "decimal(10,2)|12345678.900|12345678.90",
                "decimal(10,2)|0.001|has more than 2 digits after the point",
                "decimal(10,2)|123456789|has more than 8 digits before the point",
                "decimal(10,2)|1e9999|has more than 8 digits before the point",
                "decimal(2,2)|.99|.99",
                "decimal(10,2) unsigned|-0.01|'is negative, the column is unsigned'",
                "year|2155|2155",
                "year|0|0",
                "year|99|is not a year within 1901 to 2155",
                "year|2024.5|is not a year within 1901 to 2155"
            })
    void wholeAndDecimalNumbers(String type, String value, String expected) {
        assertConverts(type, value, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "double|1.7976931348623157e308|1.7976931348623157E+308",
                "double|1e309|is too large or too close to 0 for the column",
                "double|1e-999|is too large or too close to 0 for the column",
                "double|abc|is not a number",
                "float|1e-45|1E-45",
                "float|1e-50|is too large or too close to 0 for the column",
                "float|-1e-50|is too large or too close to 0 for the column",
                "double|1e-50|1E-50",
                "float|0.1|0.1",
                "float|16777216|16777216",
                "float|16777217|'has more digits than the column keeps, which would make 16777216 of it'",
                "float|52.52001|52.52001",
                "double|0.12345678901234568|0.12345678901234568",
                "double|0.1234567890123456789|'has more digits than the column keeps, which would make 0.1234567890123456774 of it'",
                "float|3.5e38|is too large or too close to 0 for the column",
                "double unsigned|-1|'is negative, the column is unsigned'"
            })
    void roundedNumbers(String type, String value, String expected) {
        assertConverts(type, value, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date|2024-02-29|2024-02-29",
                "date|2023-02-29|does not exist in the calendar",
                "date|29.02.2024|is not a date (YYYY-MM-DD)",
                "date|2024-02-29 00:00:00|2024-02-29",
                "date|2024-02-29T10:00:00|'has a time of day, the column holds dates'",
                "date|0000-00-00|does not exist in the calendar",
                "datetime(0)|2024-01-31T10:00:00Z|2024-01-31 10:00:00",
                "datetime(0)|2024-01-31T10:00:00+02:00|2024-01-31 08:00:00",
                "datetime(0)|2024-01-01T00:30+0130|2023-12-31 23:00:00",
                "datetime(0)|2024-01-31|2024-01-31 00:00:00",
                "datetime(0)|2024-01-31 10:00:00.000|2024-01-31 10:00:00",
                "datetime(0)|2024-01-31 10:00:00.5|has more than 0 digits of a second",
                "datetime(6)|2024-01-31 10:00:00.123456|2024-01-31 10:00:00.123456",
                "datetime(6)|2024-01-31 10:00:00.1234567|has more than 6 digits of a second",
                "datetime(3)|2024-01-31 10:00:00.05|2024-01-31 10:00:00.050000",
                "datetime(0)|2024-01-31 24:00:00|does not exist in the calendar",
                "datetime(0)|2024-01-31 10:00:60|does not exist in the calendar",
                "datetime(0)|1706695200|is not a date and time (YYYY-MM-DD hh:mm:ss)",
                "timestamp(0)|1970-01-01 00:00:00|is not within 1970-01-01T00:00:01 to 2038-01-19T03:14:07 UTC",
                "timestamp(0)|2038-01-19T05:14:07+02:00|2038-01-19 03:14:07",
                "timestamp(0)|2038-01-19 03:14:08|is not within 1970-01-01T00:00:01 to 2038-01-19T03:14:07 UTC",
                "time(0)|-838:59:59|-838:59:59",
                "time(0)|839:00:00|is not within -838:59:59 to 838:59:59",
                "time(3)|838:59:59.5|is not within -838:59:59 to 838:59:59",
                "time(3)|10:20|10:20",
                "time(0)|10:20:30.5|has more than 0 digits of a second",
                "time(0)|10:60|is not a time (hh:mm:ss)"
            })
    void datesAndTimes(String type, String value, String expected) {
        assertConverts(type, value, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "char(5)|'  ab'|'  ab'",
                "char(5)|'ab  '|'ends with a space, which a CHAR does not keep'",
                "varchar(3)|äöü|äöü",
                "varchar(3)|😀😀😀|😀😀😀",
                "varchar(3)|😀😀😀😀|is longer than 3 characters (4)",
                "tinytext|short|short",
                "varchar(9) latin1|Zoë €|Zoë €",
                "varchar(9) latin1|Łódź|holds characters that the column's character set (latin1) has not",
                "varchar(9) ascii|Zoë|holds characters that the column's character set (ascii) has not",
                "varchar(9) utf8mb3|😀|holds characters that the column's character set (utf8mb3) has not",
                "enum('a','it''s','b\\\\c')|it's|it's",
                "enum('a','it''s','b\\\\c')|b\\c|b\\c",
                "enum('a','it''s','b\\\\c')|A|A",
                "enum('a','it''s','b\\\\c')|1|'is none of a, it''s, b\\c'",
                "set('x','y')|x,y|x,y",
                "set('x','y')|x,z|'is none of x, y'",
                "varbinary(5)|😀|😀",
                "varbinary(5)|😀ä|is longer than 5 bytes (6)",
                "binary(3)|AQID|010203",
                "binary(3)|AQIDBA==|is longer than 3 bytes (4)",
                "binary(3)|%%|is not base64",
                "json|'{\"a\":[1,2.50]}'|'{\"a\":[1,2.50]}'",
                "json|'{\"a\":1'|is not JSON",
                "json|'{\"a\":1,\"a\":2}'|is not JSON: Duplicate field 'a'",
                "json|1 2|is more than one JSON value",
                "json|NaN|is not JSON",
                "geometry|x|cannot be loaded: load knows no form for the type geometry"
            })
    void textAndTheRest(String type, String value, String expected) {
        assertConverts(type, value, expected);
    }

    @Test
    void textCountsBytesWhereTheColumnDoes() throws Exception {
        ColumnType tinyText = type("tinytext");

        assertThat(tinyText.convert(new Cell.Field("€".repeat(85)))).isEqualTo("€".repeat(85));
        assertThatThrownBy(() -> tinyText.convert(new Cell.Field("€".repeat(86))))
                .hasMessage("is longer than 255 bytes (258)");
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThatThrownBy(() -> type("varchar(9)").convert(new Cell.Str("a\ud800")))
                .hasMessageStartingWith("is not valid Unicode");
        assertThatThrownBy(() -> type("json").convert(new Cell.Str("a\ud800")))
                .hasMessageStartingWith("is not valid Unicode");
    }

    @Test
    void jsonValuesKeepTheirMeaning() throws Exception {
        assertThat(type("json").convert(new Cell.Str("{\"a\":1}"))).isEqualTo("\"{\\\"a\\\":1}\"");
        assertThat(type("json").convert(new Cell.Num("1e2"))).isEqualTo("1e2");
        assertThat(type("int").convert(new Cell.Bool(true))).isEqualTo(BigDecimal.ONE);
        assertThat(type("varchar(9)").convert(new Cell.Nested("[1]"))).isEqualTo("[1]");
        assertThatThrownBy(() -> type("int").convert(new Cell.Nested("[1]"))).hasMessage("is not a whole number");
        assertThatThrownBy(() -> type("date").convert(new Cell.Num("20240101")))
                .hasMessage("is not a date (YYYY-MM-DD)");
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedAtOnce() {
        assertThatThrownBy(() -> type("int").convert(new Cell.Num("9".repeat(1_000_000))))
                .hasMessage("is not a whole number");
    }

    /** @param expected what is sent to the database, or how the reason begins */
    private static void assertConverts(String type, String value, String expected) {
        String result;
        try {
            result = switch (type(type).convert(new Cell.Field(value))) {
                case BigDecimal number ->
                    number.compareTo(numberOr(expected, number.add(BigDecimal.ONE))) == 0
                            ? expected
                            : number.toPlainString();
                case byte[] bytes -> HexFormat.of().formatHex(bytes);
                case Object text -> text.toString();
            };
        } catch (BadValueException e) {
            result = e.reason();
        }
        assertThat(result).startsWith(expected);
    }

    private static BigDecimal numberOr(String text, BigDecimal otherwise) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** {@code decimal(10,2) unsigned}, {@code varchar(9) latin1}: as a column would be declared. */
    private static ColumnType type(String declared) {
        String name = declared.replaceAll("[ (].*", "");
        String inBrackets = declared.contains("(") ? declared.replaceAll(".*?\\(|\\).*", "") : "0";
        boolean words = name.equals("enum") || name.equals("set");
        String[] sizes = words ? new String[] {"0"} : inBrackets.split(",");
        int first = Integer.parseInt(sizes[0]);
        int second = sizes.length > 1 ? Integer.parseInt(sizes[1]) : 0;
        String charset = declared.matches(".* (latin1|ascii|utf8mb3)") ? declared.replaceAll(".* ", "") : "utf8mb4";
        long maxLength = name.equals("tinytext") ? 255 : first;
        return ColumnTypes.of(
                new ColumnTypes.Description(
                        name, declared, maxLength, first, second, first, charset, charset + "_general_ci"),
                ColumnTypes.TimestampRange.TO_2038);
    }
}
