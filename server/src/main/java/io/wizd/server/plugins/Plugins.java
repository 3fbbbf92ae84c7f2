package io.wizd.server.plugins;

import io.wizd.db.embedded.FileFaults;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.PluginLoaded;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the {@link HandlerPlugin}s of a folder of jars. All jars share one class loader below wizd's own, so one may
 * carry libraries for another. It stays open until the process ends.
 */
public final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private Plugins() {}

    /**
     * The plugins of all {@code *.jar} in the folder, in the order of the jars' names; none if there is no folder.
     *
     * @throws StartException if a jar is broken, or does not fit this wizd
     */
    public static List<HandlerPlugin> load(Path folder) {
        List<Path> jars = jarsIn(folder);
        if (jars.isEmpty()) {
            return List.of();
        }
        URLClassLoader loader = new URLClassLoader(
                "plugins", jars.stream().map(Plugins::url).toArray(URL[]::new), Plugins.class.getClassLoader());
        List<HandlerPlugin> plugins = new ArrayList<>();
        Iterator<HandlerPlugin> found =
                ServiceLoader.load(HandlerPlugin.class, loader).iterator();
        try {
            while (found.hasNext()) {
                HandlerPlugin plugin = found.next();
                plugins.add(new CheckedPlugin(plugin));
                Events.tell(new PluginLoaded(CheckedPlugin.nameOf(plugin)));
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw PluginFaults.refused(PluginFaults.declaring(jars, e).orElse("a plugin in " + folder), e);
        }
        return plugins;
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new StartException(
                    StartException.CONFIG, "cannot read the plugins in " + folder + ": " + FileFaults.reason(e), e);
        }
        Collections.sort(jars);
        // A class loader passes over what it cannot open, and the handlers would be missing without a word.
        jars.forEach(Plugins::requireWhole);
        return jars;
    }

    private static void requireWhole(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            LOG.debug("{} has {} entries", jar, file.size());
        } catch (IOException e) {
            throw new StartException(
                    StartException.CONFIG,
                    "plugin " + jar + " is broken (" + FileFaults.reason(e) + "); remove it, or copy it again",
                    e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path has a URL", e);
        }
    }
}
