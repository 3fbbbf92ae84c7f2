package io.wizd.db;

import static io.wizd.db.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** wizd's own SQL, on each kind of server. */
class SchemaTest {

    @ParameterizedTest
    @MethodSource("io.wizd.db.testing.TestServers#all")
    void eachFileOfEachSchemaIsInstalledAndCallableByTheServer(TestServer server) throws Exception {
        for (Schema schema : Schema.values()) {
            SchemaSql sql = schema.sql();
            assertThat(sql.schema()).isNotEmpty();
            assertThat(sql.procedures()).isNotEmpty();
            try (TestDatabase database = server.freshDatabase(schema)) {
                for (String procedure : sql.procedureNames()) {
                    assertThat(query(
                                    database.app(),
                                    "SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = DATABASE()"
                                            + " AND routine_name = '" + procedure + "'"))
                            .as(procedure)
                            .isEqualTo("1");
                }
                assertThatThrownBy(() -> Sql.execute(database.app(), "DELETE FROM flyway_schema_history"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("denied");
            }
        }
    }
}
