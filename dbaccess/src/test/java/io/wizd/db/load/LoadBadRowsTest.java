package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that do not fit: each is named, all others go in or none, and what is left out can be corrected. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
final class LoadBadRowsTest extends PeopleTable {

    LoadBadRowsTest(TestServer server, @TempDir Path folder) {
        super(server, folder);
    }

    @Test
    void everyBadRowIsNamedAndNothingLoaded() throws Exception {
        String file = loader.file(
                "bad.ndjson",
                "{\"name\":\"good\"}",
                "{\"name\":\"much too long\",\"age\":-1}",
                "{\"age\":\"x\\u001b[2J\"}",
                "{\"name\":null,\"size\":1}",
                "{\"name\":\"x\",\"kind\":\"none\"}",
                "{\"name\":\"x\"",
                "[1]",
                "{\"name\":\"x\",\"NAME\":\"y\"}",
                "{\"name\":\"x\"} {\"name\":\"y\"}");

        Outcome outcome = loader.load(file, "person");

        assertThat(outcome.err()).isEqualTo("""
                        bad.ndjson:2: row 2, name: "much too long" is longer than 10 characters (13)
                        bad.ndjson:2: row 2, age: "-1" is not within 0 to 255
                        bad.ndjson:3: row 3, age: "x\\u001b[2J" is not a whole number
                        bad.ndjson:3: row 3, name: is required and missing
                        bad.ndjson:4: row 4, name: is null, and the column must have a value
                        bad.ndjson:4: row 4, size: the table has no such column (it has id, name, phone, age, kind)
                        bad.ndjson:5: row 5, kind: "none" is none of plain, vip
                        bad.ndjson:6: row 6: is not JSON at character 12: Unexpected end-of-input: expected close marker for Object
                        bad.ndjson:7: row 7: "[1]" is not a JSON object
                        bad.ndjson:8: row 8: names "NAME" twice
                        bad.ndjson:9: row 9: holds more than one JSON value
                        load: 8 of 9 rows are bad; nothing was loaded (--skip-bad loads the others)
                        """);
        assertThat(outcome.status()).isEqualTo(65);
        assertThat(people()).isEmpty();
    }

    @Test
    void aHeaderThatDoesNotFitIsToldOnce() throws Exception {
        loader.sql("ALTER TABLE person ADD twice INT GENERATED ALWAYS AS (age * 2) STORED");
        String file = loader.file("people.csv", "phone,PHONE,size,twice", "1,2,3,4", "5,6,7,8");

        Outcome outcome = loader.load(file, "person", "--skip-bad");

        assertThat(outcome.err()).isEqualTo("""
                        people.csv:1: header, PHONE: appears twice in the header
                        people.csv:1: header, size: the table has no such column (it has id, name, phone, age, kind)
                        people.csv:1: header, twice: is computed by the database: leave it out
                        people.csv:1: header, name: is required and not in the header
                        load: the header does not fit %s.person; nothing was loaded
                        """.formatted(database.name()));
        assertThat(outcome.status()).isEqualTo(65);
    }

    @Test
    void theFirstTwentyFaultsAreShownAndAllCounted() throws Exception {
        String[] lines = new String[31];
        lines[0] = "name,age";
        for (int i = 1; i <= 30; i++) {
            lines[i] = "n" + i + "," + (i == 7 ? "7" : "old");
        }

        Outcome outcome = loader.load(loader.file("people.csv", lines), "person");

        assertThat(outcome.err().lines())
                .hasSize(22)
                .contains("people.csv:2: row 1, age: \"old\" is not a whole number");
        assertThat(outcome.err()).endsWith("""
                … and 9 more
                load: 29 of 30 rows are bad; nothing was loaded (--skip-bad loads the others)
                """);
    }

    @Test
    void badRowsCanBeCorrectedAndLoaded() throws Exception {
        loader.sql("INSERT INTO person (name, phone) VALUES ('old', '1')");
        String file = loader.file(
                "people.csv",
                "name,phone,age",
                "Ann,1,1",
                "\"B,ob\",2,old",
                "Eve,3",
                "Guy,7,7,7",
                "Dan,4,4",
                "Fay,4,5");

        Outcome outcome = loader.load(file, "person", "--skip-bad");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("loaded 1 row ", "bad 5 (in people.bad.csv)");
        assertThat(outcome.err().lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("people.csv:2: row 1: Duplicate"));
        assertThat(loader.content("people.bad.csv").lines())
                .containsExactly("name,phone,age", "\"B,ob\",2,old", "Eve,3", "Guy,7,7,7", "Ann,1,1", "Fay,4,5");

        Outcome again = loader.load(file, "person", "--skip-bad");
        assertThat(again.status()).isEqualTo(73);
        assertThat(again.err()).contains("people.bad.csv, where the bad rows would go, is there already");

        String corrected = loader.file(
                "corrected.csv",
                loader.content("people.bad.csv")
                        .replace("old", "30")
                        .replace("Eve,3", "Eve,3,3")
                        .replace("Guy,7,7,7", "Guy,7,7")
                        .replace("Ann,1", "Ann,11")
                        .replace("Fay,4", "Fay,14")
                        .stripTrailing());
        assertDone(loader.load(corrected, "person"), "5 rows", "skipped 0, updated 0, bad 0");
        assertThat(loader.number("SELECT COUNT(*) FROM person")).isEqualTo(7);
    }

    @Test
    void badJsonRowsKeepTheirText() throws Exception {
        String file = loader.file(
                "people.json",
                "[{\"name\":\"x\",\"age\":1e400,\"phone\":{\"a\":[1.10,null,true]}}, 5, [1, {\"b\":2}],",
                " {\"name\":\"a\\ud800\"}, {\"name\":\"ok\"}, {\"age\":1,\"age\":2}]");

        Outcome outcome = loader.load(file, "person", "--skip-bad", "--bad-file", loader.path("bad"));

        assertThat(outcome.out()).contains("loaded 1 row ", "bad 5 (in bad)");
        assertThat(loader.content("bad").lines())
                .containsExactly(
                        "{\"name\":\"x\",\"age\":1e400,\"phone\":{\"a\":[1.10,null,true]}}",
                        "5",
                        "[1,{\"b\":2}]",
                        "{\"name\":\"a\\ud800\"}",
                        "{\"age\":1,\"age\":2}");
    }

    @Test
    void whatOnlyTheDatabaseKnowsIsReportedWithItsLine() throws Exception {
        loader.sql(
                "CREATE TABLE pet (person BIGINT, legs INT, CONSTRAINT legs CHECK (legs < 9), "
                        + "CONSTRAINT owner FOREIGN KEY (person) REFERENCES person (id))",
                "INSERT INTO person (id, name) VALUES (1, 'Ann')");
        String file = loader.file("pets.csv", "person,legs", "1,4", "2,4", "1,9");

        Outcome outcome = loader.load(file, "pet", "--skip-bad");

        assertThat(outcome.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("pets.csv:3: row 2: ")
                                .contains("foreign key constraint fails"),
                        line -> assertThat(line)
                                .startsWith("pets.csv:4: row 3: ")
                                .contains("legs"));
        assertThat(outcome.out()).contains("loaded 1 row ", "bad 2 (in pets.bad.csv)");
        assertThat(loader.rows("SELECT * FROM pet")).containsExactly("1|4");
    }

    @Test
    void aCsvRowThatGoesOnBehindAQuotationMarkIsABadRow() throws Exception {
        String file =
                loader.file("people.csv", "name,phone", "Ann,1", "\"B\"ob,\"2\" ", "\"E\"\"ve\",3", "\"F\",\"4\"5");

        Outcome outcome = loader.load(file, "person", "--skip-bad");

        assertThat(outcome.err()).isEqualTo("""
                        people.csv:3: row 2: goes on behind a closing quotation mark: "ob" (within a value, a quotation mark is written twice)
                        people.csv:5: row 4: goes on behind a closing quotation mark: "5" (within a value, a quotation mark is written twice)
                        """);
        assertThat(loader.rows("SELECT name, phone FROM person ORDER BY id")).containsExactly("Ann|1", "E\"ve|3");
        assertThat(loader.content("people.bad.csv")).isEqualTo("name,phone\n\"B\"ob,\"2\" \n\"F\",\"4\"5\n");
    }

    @Test
    void refusedRowsAreFoundAmongMany() throws Exception {
        loader.sql("CREATE TABLE few (n INT PRIMARY KEY, CONSTRAINT few CHECK (n <> 1 AND n <> 1500 AND n <> 1501))");
        StringBuilder lines = new StringBuilder("n");
        IntStream.rangeClosed(1, 2_500).forEach(n -> lines.append('\n').append(n == 2_500 ? 2_499 : n));

        Outcome outcome = loader.load(loader.file("few.csv", lines.toString()), "few", "--skip-bad");

        assertThat(outcome.out()).contains("loaded 2,496 rows", "bad 4 (in few.bad.csv)");
        assertThat(outcome.err().lines().map(line -> line.replaceFirst(": row .*", "")))
                .containsExactly("few.csv:2", "few.csv:1501", "few.csv:1502", "few.csv:2501");
        assertThat(loader.content("few.bad.csv")).isEqualTo("n\n1\n1500\n1501\n2499\n");
        assertThat(loader.rows("SELECT COUNT(*), SUM(n) FROM few"))
                .containsExactly("2496|" + (2_499 * 2_500 / 2 - 1 - 1_500 - 1_501));
    }
}
