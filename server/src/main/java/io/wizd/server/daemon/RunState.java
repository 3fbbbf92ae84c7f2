package io.wizd.server.daemon;

import io.wizd.program.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running server says about itself in the data directory.
 *
 * @param url where it serves; empty while it is starting
 * @param launch how it was started
 */
record RunState(ProcessIdentity process, String url, String version, Launch launch) {

    /** Says it: both files appear whole. */
    void write(DataFolder folder) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(process.pid()));
        properties.setProperty("started", process.started());
        properties.setProperty("url", url);
        properties.setProperty("version", version);
        launch.into(properties);
        StringWriter text = new StringWriter();
        properties.store(text, "How bin/wizd finds the running server; made anew at each start");
        replace(folder.properties(), text.toString());
        replace(folder.pidFile(), process.pid() + "\n");
    }

    /** Empty if no server has said anything, or nothing that can be read. */
    static Optional<RunState> read(DataFolder folder) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.properties())) {
            properties.load(reader);
            return Optional.of(new RunState(
                    new ProcessIdentity(
                            Long.parseLong(properties.getProperty("pid", "")), properties.getProperty("started", "")),
                    properties.getProperty("url", ""),
                    properties.getProperty("version", ""),
                    Launch.of(properties)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Removes what a server has said that runs no more. */
    static void delete(DataFolder folder) throws IOException {
        Files.deleteIfExists(folder.pidFile());
        Files.deleteIfExists(folder.properties());
    }

    private static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
