package io.wizd.client.cli;

import io.wizd.client.ServerAddress;
import io.wizd.program.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The data directory of a server on this machine, as far as its clients are concerned. */
record LocalServer(Path path) {
    /** That of WIZD_DATA, or of the installation. */
    static LocalServer ofEnvironment() {
        String data = System.getenv("WIZD_DATA");
        return new LocalServer(
                data != null && !data.isEmpty()
                        ? Path.of(data)
                        : Path.of(System.getProperty("wizd.home", "."), "data"));
    }

    /** Where the first start leaves it. */
    Path adminPassword() {
        return path.resolve("admin-password");
    }

    /** Where its server listens; empty if none runs, or its file may not be read. */
    Optional<ServerAddress> runningServer() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path.resolve("wizd.properties"))) {
            properties.load(reader);
            // A server that was killed leaves the file, and its process id to another process.
            boolean runs = new ProcessIdentity(
                            Long.parseLong(properties.getProperty("pid", "")), properties.getProperty("started", ""))
                    .process()
                    .isPresent();
            String url = properties.getProperty("url", "");
            return runs && !url.isEmpty()
                    ? Optional.of(ServerAddress.parse(URI.create(url).getAuthority()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
