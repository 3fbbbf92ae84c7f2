package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes in, in every format, and what becomes of duplicates. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
final class LoadTest extends PeopleTable {

    LoadTest(TestServer server, @TempDir Path folder) {
        super(server, folder);
    }

    @Test
    void csv() throws Exception {
        String file =
                loader.file("people.csv", "Name;phone;age", "Ann;0049 1;30", "\"B;o \"\"t\"\"\nb\";;", ";3;7", "");

        assertDone(loader.load(file, "person"), "3 rows", "skipped 0, updated 0, bad 0");
        assertThat(people()).containsExactly("1|Ann|0049 1|30|plain", "2|B;o \"t\"\nb||null|plain", "3||3|7|plain");
    }

    @Test
    void csvOfASpreadsheetThatSaysItsSeparator() throws Exception {
        String file = loader.file("people.csv", "SEP=|||", "name|phone|age", "Ann, B|1|30", "Bob|2|old", "Eve|3|");

        Outcome outcome = loader.load(file, "person", "--skip-bad");

        assertThat(outcome.err()).contains("people.csv:4: row 2, age: \"old\" is not a whole number");
        assertThat(people()).containsExactly("1|Ann, B|1|30|plain", "2|Eve|3|null|plain");
        assertThat(loader.content("people.bad.csv")).isEqualTo("sep=|\nname|phone|age\nBob|2|old\n");
    }

    @Test
    void jsonArray() throws Exception {
        String file = loader.file(
                "people.json",
                "[{\"name\":\"Ann\",\"age\":30,\"kind\":\"vip\"},",
                " {\"phone\":5,\"name\":\"Zo\\u00eb\",\"age\":null}]");

        assertDone(loader.load(file, "person"), "2 rows", "skipped 0, updated 0, bad 0");
        assertThat(people()).containsExactly("1|Ann|null|30|vip", "2|Zoë|5|null|plain");
    }

    @Test
    void oneJsonObject() throws Exception {
        String file = loader.file("person.json", "{", "  \"id\": 7,", "  \"name\": \"Ann\"", "}");

        assertDone(loader.load(file, "person"), "1 row", "skipped 0, updated 0, bad 0");
        assertThat(people()).containsExactly("7|Ann|null|null|plain");
    }

    @Test
    void ndjsonFromStandardInput() throws Exception {
        loader.stdin("{\"name\":\"Ann\"}\n\n{\"name\":\"Bob\",\"kind\":\"vip\"}\n");

        assertDone(loader.load("-", "person"), "2 rows", "skipped 0, updated 0, bad 0");
        assertThat(people()).containsExactly("1|Ann|null|null|plain", "2|Bob|null|null|vip");
    }

    @Test
    void aTableMayBeCalledAnything() throws Exception {
        loader.sql("CREATE TABLE `größe\u540d` (`länge` INT NOT NULL)");
        String file = loader.file("größe.csv", "länge", "3", "4");

        Outcome outcome = loader.load(file, "größe\u540d");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("loaded 2 rows into " + database.name() + ".größe\u540d in ");
        assertThat(loader.rows("SELECT `länge` FROM `größe\u540d` ORDER BY 1")).containsExactly("3", "4");
    }

    @Test
    void sqlInValuesAndFileNamesStaysText() throws Exception {
        loader.sql("ALTER TABLE person MODIFY name VARCHAR(200) NOT NULL");
        String file = loader.file(
                "x'; DROP TABLE person; --.csv",
                "name,phone",
                "\"'); DROP TABLE person; --\",\"\\' OR 1=1 -- \"",
                "?,`\\0\\Z%_");

        assertDone(loader.load(file, "person"), "2 rows", "skipped 0, updated 0, bad 0");
        assertThat(loader.rows("SELECT name, phone FROM person ORDER BY id"))
                .containsExactly("'); DROP TABLE person; --|\\' OR 1=1 -- ", "?|`\\0\\Z%_");
    }

    @Test
    void namesMayHoldAnything() throws Exception {
        loader.sql("CREATE TABLE `a ``b.c'?` (`the ``id\"?` INT PRIMARY KEY, `select` VARCHAR(9), `größe m` INT)");
        String file = loader.file("odd.csv", "\"the `id\"\"?\",select,größe m", "1,x,2", "2,y,3");
        String table = "`a ``b.c'?`";

        assertThat(loader.load(file, table).err()).isEmpty();
        assertThat(loader.load(file, database.name() + "." + table, "--on-duplicate", "skip")
                        .out())
                .contains("loaded 0 rows", "skipped 2");
        assertThat(loader.rows("SELECT * FROM " + table)).containsExactly("1|x|2", "2|y|3");
    }

    @Test
    void duplicatesFail() throws Exception {
        loader.sql("INSERT INTO person (name, phone) VALUES ('old', '2')");
        String file = loader.file("people.csv", "name,phone", "Ann,1", "Bob,2", "Eve,3");

        for (Outcome outcome : List.of(
                loader.load(file, "person"),
                loader.load(file, "person", "--on-duplicate", "error"),
                loader.load(file, "person", "--on-duplicate", "fail"))) {
            assertThat(outcome.err().lines())
                    .satisfiesExactly(
                            fault -> assertThat(fault)
                                    .matches("people.csv:3: row 2: Duplicate entry '2' for key '(person\\.)?by_phone'"),
                            end -> assertThat(end).isEqualTo("load: the database refused 1 row; nothing was loaded"));
            assertThat(outcome.status()).isEqualTo(65);
        }
        assertThat(loader.rows("SELECT name FROM person")).containsExactly("old");
    }

    @Test
    void duplicatesAreSkipped() throws Exception {
        loader.sql("INSERT INTO person (name, phone) VALUES ('old', '2')");
        String file = loader.file("people.csv", "name,phone", "Ann,1", "Bob,2", "Eve,3", "Eve,3");

        assertDone(loader.load(file, "person", "--on-duplicate", "skip"), "2 rows", "skipped 2, updated 0, bad 0");
        assertThat(loader.rows("SELECT name FROM person ORDER BY phone")).containsExactly("Ann", "old", "Eve");
    }

    @Test
    void duplicatesUpdateOnlyWhatTheRowNames() throws Exception {
        loader.sql(
                "INSERT INTO person (id, name, phone, age, kind) VALUES (5, 'old', '2', 9, 'vip'), (6, 'same', '3', 1, 'vip')");
        String file = loader.file(
                "people.ndjson",
                "{\"name\":\"Ann\",\"phone\":\"1\"}",
                "{\"name\":\"Bob\",\"phone\":\"2\"}",
                "{\"name\":\"same\",\"phone\":\"3\",\"age\":1}");

        assertDone(loader.load(file, "person", "--on-duplicate", "update"), "3 rows", "skipped 0, updated 1, bad 0");
        assertThat(loader.rows("SELECT id, name, phone, age, kind FROM person WHERE id IN (5, 6) ORDER BY id"))
                .containsExactly("5|Bob|2|9|vip", "6|same|3|1|vip");
        assertThat(loader.rows("SELECT name FROM person WHERE phone = '1'")).containsExactly("Ann");
    }

    @Test
    void rowsThatNameDifferentColumnsKeepTheirOrderAndDefaults() throws Exception {
        loader.sql("CREATE TABLE tree (id INT PRIMARY KEY, parent INT DEFAULT 1, note VARCHAR(9),"
                + " CONSTRAINT up FOREIGN KEY (parent) REFERENCES tree (id))");
        String file = loader.file(
                "tree.ndjson",
                "{\"id\":1,\"parent\":null}",
                "{\"id\":2}",
                "{\"parent\":2,\"id\":3,\"note\":\"leaf\"}",
                "{\"id\":4}",
                "{\"id\":5,\"parent\":4}");

        assertThat(loader.load(file, "tree").err()).isEmpty();
        assertThat(loader.rows("SELECT * FROM tree ORDER BY id"))
                .containsExactly("1|null|null", "2|1|null", "3|2|leaf", "4|1|null", "5|4|null");
    }
}
