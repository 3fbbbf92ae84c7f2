package io.wizd.server.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the configuration comes from.
 *
 * @param home the installation, or the source checkout: what relative paths of files are below
 * @param workingFolder what relative paths of options and variables are below
 * @param environment the variables of the process
 * @param options what the command line says, by key, for example {@code port}
 * @param file the configuration file that the command line names
 */
public record ConfigSources(
        Path home,
        Path workingFolder,
        Map<String, String> environment,
        Map<String, String> options,
        Optional<Path> file) {

    private static final String DEFAULT_FILE = "conf/wizd.conf";

    /** The file that {@code WIZD_CONFIG} or the command line names; the command line goes first. */
    public Optional<Path> namedFile() {
        return file.or(() -> Optional.ofNullable(environment.get("WIZD_CONFIG"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .map(workingFolder::resolve)
                .map(Path::normalize);
    }

    /** Who names it, in brackets behind a space; nothing of the default one. */
    String namedBy() {
        if (namedFile().isEmpty()) {
            return "";
        }
        return file.isPresent() ? " (--config)" : " (WIZD_CONFIG)";
    }

    /** The one that is named, or the default one, which need not exist. */
    public Path effectiveFile() {
        return namedFile().orElse(home.resolve(DEFAULT_FILE));
    }
}
