package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.load.Loader.Outcome;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table of people in a database of its own for each test, and what is asked of it. */
abstract class PeopleTable {
    final TestDatabase database;
    final Loader loader;

    PeopleTable(TestServer server, Path folder) {
        database = server.emptyDatabase();
        loader = new Loader(folder, database.owner(), database.loader());
    }

    @BeforeEach
    void table() throws SQLException {
        loader.sql("""
                CREATE TABLE person (
                    id BIGINT PRIMARY KEY AUTO_INCREMENT,
                    name VARCHAR(10) NOT NULL,
                    phone VARCHAR(20),
                    age TINYINT UNSIGNED,
                    kind ENUM('plain', 'vip') NOT NULL DEFAULT 'plain',
                    UNIQUE KEY by_phone (phone)
                ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    void assertDone(Outcome outcome, String rows, String rest) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .matches("loaded %s into %s.person in \\d+\\.\\d s \\([\\d,]+ rows/s\\), %s\n"
                        .formatted(rows, database.name(), rest));
        assertThat(outcome.status()).isZero();
    }

    List<String> people() throws SQLException {
        return loader.rows("SELECT id, name, phone, age, kind FROM person ORDER BY id");
    }
}
