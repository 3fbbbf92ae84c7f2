package io.wizd.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A home of wizd with a configuration file, as a test writes it. */
abstract class ConfigFolder {
    @TempDir
    Path home;

    final Settings read(String text) {
        return read(text, Map.of(), Map.of());
    }

    final Settings read(String text, Map<String, String> variables, Map<String, String> options) {
        write(text);
        return Settings.read(sources(variables, options));
    }

    final void write(String text) {
        try {
            Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("wizd.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final ConfigSources sources(Map<String, String> variables, Map<String, String> options) {
        return new ConfigSources(home, Path.of("/cwd"), variables, options, Optional.empty());
    }
}
