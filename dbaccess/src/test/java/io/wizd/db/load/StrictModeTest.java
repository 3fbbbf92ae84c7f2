package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.input.OnDuplicate;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What both servers store under strict SQL mode as something else than was sent, without an error: why the loader checks values
 * itself. Where one of these fails because the server has begun to refuse the value, that check may go.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.wizd.db.testing.TestServers#all")
final class StrictModeTest {

    private final TestDatabase database;
    private final Loader loader;

    StrictModeTest(TestServer server, @TempDir Path folder) {
        database = server.emptyDatabase();
        loader = new Loader(folder, database.owner(), database.loader());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    /** Fractions of a second are rounded by one server and cut by the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT|1.5|2",
                "DECIMAL(4,1)|0.26|0.3",
                "FLOAT|1e-50|0",
                "YEAR|99|1999",
                "DATE|2024-02-29 10:00:00|2024-02-29",
                "DATETIME|2024-01-31 10:00:00.7|2024-01-31 10:00:0[01]",
                "TIME|10|00:00:10",
                "ENUM('x','y')|2|y",
                "VARCHAR(2)|'ab  '|ab"
            })
    void strictModeStoresSomethingElse(String type, String sent, String stored) throws Exception {
        loader.sql("CREATE TABLE c (v " + type + ")");
        try (Connection connection = TableConnection.open(database.loader(), OnDuplicate.ERROR);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (?)")) {
            insert.setString(1, sent);
            insert.executeUpdate();
            connection.commit();
        }

        assertThat(loader.rows("SELECT CAST(v AS CHAR) FROM c"))
                .singleElement()
                .asString()
                .matches(stored);
    }
}
