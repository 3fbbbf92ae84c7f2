package io.wizd.db.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The unpacked MariaDB server: a folder in the user's cache, made once and used by all wizds of the user. It appears
 * whole or not at all, also when two processes make it at once or one is killed in the middle.
 *
 * @param folder holds {@code bin/} and {@code share/}
 * @param version of MariaDB, for example 11.4.5
 */
record ServerBinaries(Path folder, String version) {

    /** Lists each file and its size; written last, so its presence says that unpacking came to its end. */
    private static final String LIST = "unpacked-files";

    private static final Object ONE_AT_A_TIME = new Object();

    /**
     * Finds the folder or makes it: in {@code $XDG_CACHE_HOME} or {@code ~/.cache}, or, where neither can be written,
     * in the data directory.
     *
     * @throws DatabaseStartException if it can be made nowhere
     */
    static ServerBinaries unpacked(Path dataDirectory) {
        return unpackedAt(places(dataDirectory));
    }

    /** The first of the places that works. */
    static ServerBinaries unpackedAt(List<Path> places) {
        try (ServerArchive archive = ServerArchive.open()) {
            String name = "mariadb-" + archive.version() + "-" + archive.fingerprint();
            List<String> faults = new ArrayList<>();
            for (Path place : places) {
                try {
                    return new ServerBinaries(unpackOnce(archive, place, name), archive.version());
                } catch (IOException e) {
                    faults.add(place + " (" + FileFaults.reason(e) + ")");
                }
            }
            throw DatabaseStartException.cannotCreate("cannot unpack the MariaDB server, which needs 40 MB, in "
                    + String.join(" or ", faults) + "; set XDG_CACHE_HOME to a folder that can be written");
        } catch (IOException e) {
            throw DatabaseStartException.ioError("cannot read the MariaDB server's jar: " + FileFaults.reason(e));
        }
    }

    Path server() {
        return folder.resolve("bin/mariadbd");
    }

    Path share() {
        return folder.resolve("share");
    }

    /** The SQL that makes the system tables; it creates no account. */
    String bootstrapSql() throws IOException {
        return "CREATE DATABASE mysql;\nUSE mysql;\n"
                + Files.readString(share().resolve("mariadb_system_tables.sql"))
                + Files.readString(share().resolve("mariadb_performance_tables.sql"))
                + Files.readString(share().resolve("maria_add_gis_sp_bootstrap.sql"));
    }

    private static List<Path> places(Path dataDirectory) {
        List<Path> places = new ArrayList<>();
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        if (cache != null && Path.of(cache).isAbsolute()) {
            places.add(Path.of(cache, "wizd"));
        } else if (Path.of(home).isAbsolute()) {
            places.add(Path.of(home, ".cache", "wizd"));
        }
        places.add(dataDirectory);
        return places;
    }

    private static Path unpackOnce(ServerArchive archive, Path place, String name) throws IOException {
        Path folder = place.resolve(name);
        if (isComplete(folder)) {
            return folder;
        }
        Files.createDirectories(place);
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(
                            place.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("the lock was lost");
                }
                if (!isComplete(folder)) {
                    unpack(archive, folder);
                }
            }
        }
        return folder;
    }

    private static void unpack(ServerArchive archive, Path folder) throws IOException {
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        delete(part);
        delete(folder);
        Files.createDirectories(part);
        try {
            archive.unpackInto(part);
            Files.writeString(part.resolve(LIST), listing(part));
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(part);
            throw e;
        }
    }

    /** Whole, unchanged in size, and written by this user or root, so that nobody else's program is run. */
    private static boolean isComplete(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        if (!Files.isReadable(list)) {
            return false;
        }
        String owner = Files.getOwner(folder).getName();
        return (owner.equals(FileFaults.currentUser()) || owner.equals("root"))
                && Files.readString(list).equals(listing(folder));
    }

    private static String listing(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(LIST))
                    .sorted()
                    .map(file -> folder.relativize(file) + " " + file.toFile().length())
                    .collect(Collectors.joining("\n"));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
