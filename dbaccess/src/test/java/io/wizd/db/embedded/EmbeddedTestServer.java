package io.wizd.db.embedded;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.JdbcAddress;
import java.nio.file.Path;
import java.util.List;

/** The embedded database with an administrator, which wizd itself never has. */
public final class EmbeddedTestServer {

    private static final long POOL_BYTES = 64L << 20;

    private EmbeddedTestServer() {}

    /** Starts it; it ends with the JVM. */
    public static JdbcAddress start() {
        Path folder = TestFolders.create("wizd-mariadb-");
        DatabaseLogins.Login admin = new DatabaseLogins.Login("test_admin", DatabaseLogins.newPassword());
        DatabaseLogins logins = new DatabaseLogins(admin, admin, admin);
        List<String> statements = List.of(
                "CREATE USER test_admin@'%' IDENTIFIED BY '" + admin.password() + "'",
                "GRANT ALL ON *.* TO test_admin@'%' WITH GRANT OPTION");
        EmbeddedDatabase database = EmbeddedDatabase.start(folder, logins, statements, POOL_BYTES);
        TestFolders.atExit(folder, database::close);
        return database.owner("");
    }
}
