package io.wizd.db.load;

import io.wizd.db.JdbcAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code bin/load} in this JVM as a user of a database would, with files in a folder of its own. */
final class Loader {

    /** What the user sees; the folder's name is left out of the messages. */
    record Outcome(int status, String out, String err) {}

    private final Path folder;
    private final JdbcAddress owner;
    private final JdbcAddress loader;
    private final Interrupt interrupt = new Interrupt();
    private final Map<String, String> variables = new HashMap<>();
    private String stdin = "";

    /**
     * @param owner makes the tables and looks into them
     * @param loader is the account that loads
     */
    Loader(Path folder, JdbcAddress owner, JdbcAddress loader) {
        this.folder = folder;
        this.owner = owner;
        this.loader = loader;
    }

    Loader stdin(String text) {
        stdin = text;
        return this;
    }

    /** One more variable of the environment. */
    void variable(String name, String value) {
        variables.put(name, value);
    }

    Interrupt interrupt() {
        return interrupt;
    }

    /** Writes a file; returns its full name. */
    String file(String name, String... lines) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, String.join("\n", lines) + "\n");
        return path.toString();
    }

    /** The full name of a file that is not there yet. */
    String path(String name) {
        return folder.resolve(name).toString();
    }

    String content(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    Outcome load(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Screen.Kind.LINES);
        int status = new TableLoadCommand(screen, environment(), interrupt)
                .execute(withAddress(arguments).toArray(String[]::new));
        return new Outcome(status, seen(out), seen(err));
    }

    /** Starts {@code bin/load} as a process. */
    LoaderProcess start(List<String> jvmOptions, String... arguments) throws IOException {
        return LoaderProcess.start(jvmOptions, environment(), withAddress(arguments));
    }

    /** Starts {@code bin/load} on a terminal where the answers are typed. */
    LoaderProcess startOnTerminal(String answers, String... arguments) throws IOException {
        return LoaderProcess.startOnTerminal(environment(), withAddress(arguments), answers);
    }

    private List<String> withAddress(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", loader.url(), "--user", loader.user()));
        return all;
    }

    /** The variables that the command is given: the password, and where it notes how far it came. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("WIZD_DB_PASSWORD", loader.password());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        return environment;
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query, the columns separated by a bar. */
    List<String> rows(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", values));
            }
        }
        return found;
    }

    /** The one number that a query gives. */
    long number(String query) throws SQLException {
        return Long.parseLong(rows(query).getFirst());
    }

    private String seen(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }
}
