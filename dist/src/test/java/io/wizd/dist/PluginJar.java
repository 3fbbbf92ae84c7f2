package io.wizd.dist;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds plugins from their sources, against the jars of the distribution. */
record PluginJar(Path plugins) {

    /** Compiles all that is below the folder, and puts it into the plugins as a jar of that name. */
    void add(String name, Path sources) throws IOException {
        addWithout(name, sources, "");
    }

    /** The same without one entry. */
    void addWithout(String name, Path sources, String left) throws IOException {
        Path classes = Files.createTempDirectory("wizd-plugin");
        compile(sources, classes);
        Files.createDirectories(plugins);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve(name)))) {
            for (Path root : List.of(classes, sources)) {
                for (Path file : files(root)) {
                    String entry = root.relativize(file).toString();
                    if (!entry.endsWith(".java") && !entry.equals(left)) {
                        jar.putNextEntry(new JarEntry(entry));
                        jar.write(Files.readAllBytes(file));
                        jar.closeEntry();
                    }
                }
            }
        }
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String jars = files(Distribution.HOME.resolve("lib")).stream()
                .map(Path::toString)
                .collect(Collectors.joining(":"));
        List<Path> code = files(sources).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        StringWriter faults = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled = compiler.getTask(
                            faults,
                            files,
                            null,
                            List.of("-cp", jars, "-d", classes.toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjectsFromPaths(code))
                    .call();
            if (!compiled) {
                throw new AssertionError(faults);
            }
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
