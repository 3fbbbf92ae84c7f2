package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue's types: what is accepted arrives digit for digit, and what the checks accept the database accepts too. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
final class LoadTypesTest {

    private final TestDatabase database;
    private final Loader loader;

    LoadTypesTest(TestServer server, @TempDir Path folder) {
        database = server.emptyDatabase();
        loader = new Loader(folder, database.owner(), database.loader());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void numbersKeepEveryDigit() throws Exception {
        loader.sql(
                "CREATE TABLE n (id INT, big BIGINT UNSIGNED, exact DECIMAL(65,30), dbl DOUBLE, flt FLOAT, bits BIT(9),"
                        + " flag TINYINT(1), yr YEAR)");
        String json = loader.file(
                "n.json",
                "{\"id\":1,\"big\":18446744073709551615,\"exact\":-12345678901234567890123456789012345.000000000000000000000000000001,"
                        + "\"dbl\":1.7976931348623157e308,\"flt\":1.5,\"bits\":511,\"flag\":true,\"yr\":2155}");
        String csv =
                loader.file("n.csv", "id,big,exact,dbl,flt,bits,flag,yr", "2,9007199254740993,.10,-1e-300,,1,false,0");

        assertThat(loader.load(json, "n").err()).isEmpty();
        assertThat(loader.load(csv, "n").err()).isEmpty();
        assertThat(
                        loader.rows(
                                "SELECT id, big, exact, dbl = 1.7976931348623157e308, flt, bits + 0, flag + 0, yr + 0 FROM n ORDER BY id"))
                .containsExactly(
                        "1|18446744073709551615|-12345678901234567890123456789012345.000000000000000000000000000001|1|1.5|511|1|2155",
                        "2|9007199254740993|0.100000000000000000000000000000|0|null|1|0|0");
    }

    @Test
    void whatAFloatCannotTellFromZeroIsRefused() throws Exception {
        loader.sql("CREATE TABLE f (flt FLOAT, dbl DOUBLE)");
        String file = loader.file("f.csv", "flt,dbl", "1e-45,1e-50", "1e-50,1", "1,1e-400");

        Outcome outcome = loader.load(file, "f", "--skip-bad");

        assertThat(outcome.err()).isEqualTo("""
                        f.csv:3: row 2, flt: "1e-50" is too large or too close to 0 for the column
                        f.csv:4: row 3, dbl: "1e-400" is too large or too close to 0 for the column
                        """);
        assertThat(loader.rows("SELECT flt > 0, dbl > 0 FROM f")).containsExactly("1|1");
    }

    @Test
    void whatTheColumnWouldChangeIsRefused() throws Exception {
        loader.sql("CREATE TABLE r (flt FLOAT, dbl DOUBLE, money FLOAT(5,2), code CHAR(5))");
        String file = loader.file(
                "r.csv",
                "flt,dbl,money,code",
                "16777216,0.1,999.99,ab",
                "1e-50,1,1,ab",
                "16777217,1,1,ab",
                "1,9007199254740993,1,ab",
                "1,1,1.005,ab",
                "1,1,1000,ab",
                "1,1,1,ab  ");

        Outcome outcome = loader.load(file, "r", "--skip-bad");

        assertThat(outcome.err()).isEqualTo("""
                        r.csv:3: row 2, flt: "1e-50" is too large or too close to 0 for the column
                        r.csv:4: row 3, flt: "16777217" has more digits than the column keeps, which would make 16777216 of it
                        r.csv:5: row 4, dbl: "9007199254740993" has more digits than the column keeps, which would make 9007199254740992 of it
                        r.csv:6: row 5, money: "1.005" has more than 2 digits after the point
                        r.csv:7: row 6, money: "1000" has more than 3 digits before the point
                        r.csv:8: row 7, code: "ab  " ends with a space, which a CHAR does not keep
                        """);
        assertThat(loader.rows("SELECT flt = 16777216, CAST(money AS CHAR), code FROM r"))
                .containsExactly("1|999.99|ab");
    }

    @Test
    void timesAreStoredInUtc() throws Exception {
        loader.sql("CREATE TABLE t (d DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, tm TIME(2))");
        String file = loader.file(
                "t.ndjson",
                "{\"d\":\"0001-01-01\",\"dt\":\"9999-12-31T23:59:59.999999Z\",\"ts\":\"2038-01-19T05:14:07.5+02:00\",\"tm\":\"-838:59:59\"}",
                "{\"d\":\"2024-02-29T00:00:00Z\",\"dt\":\"2024-03-31 02:30:00\",\"ts\":\"2024-03-31 02:30:00.125\",\"tm\":\"00:00:00.25\"}");

        assertThat(loader.load(file, "t").err()).isEmpty();
        assertThat(
                        loader.rows(
                                "SELECT CAST(d AS CHAR), CAST(dt AS CHAR), UNIX_TIMESTAMP(ts), CAST(tm AS CHAR) FROM t ORDER BY d"))
                .containsExactly(
                        "0001-01-01|9999-12-31 23:59:59.999999|2147483647.500|-838:59:59.00",
                        "2024-02-29|2024-03-31 02:30:00.000000|1711852200.125|00:00:00.25");
    }

    @Test
    void textJsonAndBytes() throws Exception {
        loader.sql(
                "CREATE TABLE x (v VARCHAR(4) CHARACTER SET utf8mb4, l VARCHAR(9) CHARACTER SET latin1,"
                        + " e ENUM('a','it''s','b\\\\c','d,e'), s SET('x','y'), doc JSON, raw TINYBLOB, big LONGTEXT, name VARBINARY(12))");
        String json = loader.file(
                "x.json",
                "[{\"v\":\"😀ä€\\u0000\",\"l\":\"Zoë€\",\"e\":\"b\\\\c\",\"s\":\"y,x\",\"doc\":{\"n\":12.50,\"s\":\"é\\\"\"},\"raw\":\"AAH/\",\"name\":\"😀 ann \"},",
                " {\"e\":\"it's\",\"s\":\"\",\"doc\":\"text\",\"big\":[1,2]}]");
        String csv = loader.file("x.csv", "v,l,e,doc,raw,big", ",\\N,\"d,e\",\"[true, 1]\",,\\N");

        assertThat(loader.load(json, "x").err()).isEmpty();
        assertThat(loader.load(csv, "x", "--null", "\\N").err()).isEmpty();
        assertThat(
                        loader.rows(
                                "SELECT HEX(v), l, e, s, JSON_EXTRACT(doc, '$.s'), JSON_UNQUOTE(doc) = 'text', HEX(raw), big, HEX(name) FROM x"))
                .containsExactly(
                        "F09F9880C3A4E282AC00|Zoë€|b\\c|x,y|\"é\\\"\"|0|0001FF|null|F09F988020616E6E20",
                        "null|null|it's||null|1|null|[1,2]|null",
                        "|null|d,e|null|null|0|null|null|null");
    }

    @Test
    void defaultsNumbersAndGeneratedColumns() throws Exception {
        loader.sql(
                "CREATE TABLE g (id INT PRIMARY KEY AUTO_INCREMENT, a INT NOT NULL DEFAULT 7, b VARCHAR(9) DEFAULT 'NULL',"
                        + " c INT GENERATED ALWAYS AS (a + 1) VIRTUAL, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)");
        String csv = loader.file("g.csv", "id,a,at", ",,", "0,1,2024-01-01", "9,,");
        String json = loader.file("g.ndjson", "{\"id\":null}", "{\"a\":5,\"b\":null}", "{}");

        assertThat(loader.load(csv, "g").err()).isEmpty();
        assertThat(loader.load(json, "g").err()).isEmpty();
        assertThat(loader.rows("SELECT id, a, b, c, at >= '2024-01-01' FROM g ORDER BY id"))
                .containsExactly(
                        "0|1|NULL|2|1",
                        "1|7|NULL|8|1",
                        "9|7|NULL|8|1",
                        "10|7|NULL|8|1",
                        "11|5|null|6|1",
                        "12|7|NULL|8|1");
        assertThat(loader.load(loader.file("c.ndjson", "{\"c\":1}"), "g").err())
                .startsWith("c.ndjson:1: row 1, c: is computed by the database: leave it out\n");
    }

    @Test
    void aTableThatCannotUndoIsRefused() throws Exception {
        loader.sql("CREATE TABLE m (a INT) ENGINE = MyISAM");

        Outcome outcome = loader.load(loader.file("m.csv", "a", "1"), "m");

        assertThat(outcome.err()).contains("is kept by the engine MyISAM, which has no transactions");
        assertThat(outcome.status()).isEqualTo(64);
    }

    @Test
    void pointsCannotBeLoaded() throws Exception {
        loader.sql("CREATE TABLE p (id INT, at POINT)");

        assertThat(loader.load(loader.file("p.ndjson", "{\"id\":1}"), "p").err())
                .isEmpty();
        assertThat(loader.load(loader.file("q.ndjson", "{\"at\":\"x\"}"), "p").err())
                .contains("at: \"x\" cannot be loaded: load knows no form for the type point");
    }
}
