package io.wizd.server.plugins;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.server.Version;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** What the linker or the service loader found wrong with a plugin, in one line: which jar, which class, what to do. */
final class PluginFaults {
    private static final String SERVICE = "META-INF/services/" + HandlerPlugin.class.getName();

    private PluginFaults() {}

    /** The start is refused because of the plugin. */
    static StartException refused(String plugin, Throwable cause) {
        return new StartException(StartException.CONFIG, plugin + " " + why(deepest(cause)), cause);
    }

    private static String why(Throwable fault) {
        String text = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
        boolean isMissing = fault instanceof ClassNotFoundException || fault instanceof NoClassDefFoundError;
        String name = text.replace('/', '.');
        if (isMissing && name.matches("[\\w.$]+") && !name.startsWith("io.wizd.")) {
            return "lacks the class " + name + ": put the jar that has it into the same folder, or remove the plugin";
        }
        if (fault instanceof ServiceConfigurationError) {
            return "names a class in its " + SERVICE + " that cannot be used (" + text.replaceFirst("^[\\w.]+: ", "")
                    + "); correct that file and build the jar again, or remove it";
        }
        return "does not fit wizd " + Version.current() + " ("
                + fault.getClass().getSimpleName() + ": " + text
                + "); remove it, or get one that was built for this version";
    }

    private static Throwable deepest(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    /** The jar whose list of services has the class that the fault is about, which only the text of the fault names. */
    static Optional<String> declaring(List<Path> jars, Throwable fault) {
        List<String> words = List.of(String.valueOf(fault.getMessage()).split("[\\s:,]+", -1));
        return jars.stream()
                .filter(jar -> servicesOf(jar).stream().anyMatch(words::contains))
                .findFirst()
                .map(jar -> "plugin " + jar);
    }

    private static List<String> servicesOf(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(SERVICE);
            if (entry == null) {
                return List.of();
            }
            try (InputStream in = file.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
            }
        } catch (IOException e) {
            return List.of(); // it has been found whole before; the folder is named then
        }
    }
}
