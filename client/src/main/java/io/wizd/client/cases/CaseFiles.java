package io.wizd.client.cases;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Where cases come from. Static, any thread. */
public final class CaseFiles {
    private static final String RESOURCES = "/test-data/messages";

    private CaseFiles() {}

    /**
     * The cases that came with this client, by file name.
     *
     * @throws CaseFileException if one cannot be read
     */
    public static List<MessageCase> builtIn() throws IOException {
        URI folder = uriOf(RESOURCES);
        if (!folder.getScheme().equals("jar")) {
            return in(Path.of(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
            return in(jar.getPath(RESOURCES));
        }
    }

    /** Whether the cases that came with this client are of such a message type too, among others. */
    public static boolean isType(String name) {
        return name.matches("[a-z-]+")
                && CaseFiles.class.getResource(RESOURCES + "/" + name + CaseFileReader.ENDING) != null;
    }

    /**
     * The cases of one file, or of all {@code .json} files of a folder, by file name.
     *
     * @throws CaseFileException if one cannot be read
     */
    public static List<MessageCase> in(Path fileOrFolder) throws IOException {
        List<MessageCase> cases = new ArrayList<>();
        for (Path file : filesOf(fileOrFolder)) {
            cases.addAll(new CaseFileReader(file.getFileName().toString(), Files.readAllBytes(file)).read());
        }
        return cases;
    }

    private static List<Path> filesOf(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            return files.filter(file -> file.toString().endsWith(CaseFileReader.ENDING))
                    .sorted()
                    .toList();
        }
    }

    private static URI uriOf(String resource) {
        try {
            return Objects.requireNonNull(CaseFiles.class.getResource(resource), resource + " is not on the class path")
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
