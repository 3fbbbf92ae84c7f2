package io.wizd.db.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MariaDB's own log, from the start of this run on; it says why a start failed. */
final class ServerLog {

    private static final long ROTATE_BYTES = 10L * 1024 * 1024;
    private static final int MAX_READ_BYTES = 1024 * 1024;

    private final Path file;
    private final long from;

    private ServerLog(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** The log as of now; a file above 10 MiB is first moved to {@code .1}. */
    static ServerLog open(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > ROTATE_BYTES) {
            Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
    }

    Path file() {
        return file;
    }

    boolean saysPortIsTaken() {
        return errors().stream()
                .anyMatch(line -> line.contains("Bind on TCP/IP port") || line.contains("bind on port"));
    }

    /** What a statement of the start-up file failed with; MariaDB itself goes on in that case. */
    Optional<String> failedStatement() {
        return errors().stream().filter(line -> line.startsWith("ERROR: ")).findFirst();
    }

    /** The one line that explains best why the server ended, in words for a user. */
    String explanation() {
        List<String> errors = errors();
        String all = String.join("\n", errors).toLowerCase(Locale.ROOT);
        if (all.contains("no space left")
                || all.contains("errcode: 28")
                || all.contains("error number 28")
                || all.contains("error 28")
                || all.contains("disk full")) {
            return "the disk is full";
        }
        if (all.contains("unable to lock ./ibdata1") || all.contains("can't lock aria control file")) {
            return "another MariaDB uses the data directory";
        }
        return errors.stream().findFirst().orElse("see " + file);
    }

    private List<String> errors() {
        return text().lines()
                .filter(line -> line.contains("[ERROR]") || line.startsWith("ERROR: ") || line.startsWith("setpriv: "))
                .map(line -> line.replaceFirst("^\\S+ +\\S+ +\\d+ \\[ERROR] ", ""))
                .toList();
    }

    private String text() {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(Math.min(from, log.length()));
            byte[] bytes = new byte[(int) Math.min(MAX_READ_BYTES, log.length() - log.getFilePointer())];
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
