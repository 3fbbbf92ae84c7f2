package io.wizd.db.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of {@code mariadbd}. No option file is read, so the machine's own MariaDB settings have no say; what
 * is not set here is MariaDB's default.
 */
record MariaDbOptions(ServerBinaries binaries, DataDirectory data, long bufferPoolBytes) {

    private static final long MIB = 1024 * 1024;
    private static final long MIN_LOG_BYTES = 48 * MIB;
    private static final long MAX_LOG_BYTES = 1024 * MIB;

    /** Makes the system tables in the folder from the SQL on its standard input, and ends. */
    List<String> bootstrap(Path folder) throws IOException {
        List<String> command = common(folder);
        command.add("--bootstrap");
        return command;
    }

    /** Serves on 127.0.0.1, after it has run the statements of {@code initFile} with all rights. */
    List<String> serve(int port, Path initFile) throws IOException {
        List<String> command = common(data.mariadb());
        command.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + data.socket(),
                "--pid-file=" + data.pidFile(),
                "--init-file=" + initFile,
                "--skip-name-resolve",
                "--local-infile=1",
                "--max-allowed-packet=" + 64 * MIB));
        return command;
    }

    /** The size of the redo log, which is on the disk in full from the start. */
    long redoLogBytes() {
        return Math.clamp(bufferPoolBytes / 2, MIN_LOG_BYTES, MAX_LOG_BYTES);
    }

    private List<String> common(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binaries.server().toString(),
                "--no-defaults",
                "--datadir=" + folder,
                "--basedir=" + binaries.folder(),
                "--lc-messages-dir=" + binaries.share(),
                "--character-sets-dir=" + binaries.share().resolve("charsets"),
                "--tmpdir=" + data.temporary(),
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_bin",
                // On loopback TLS protects nothing, and a key pair made at each start takes seconds.
                "--skip-ssl",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=" + bufferPoolBytes,
                "--innodb-log-file-size=" + redoLogBytes()));
        if (FileFaults.currentUser().equals("root")) {
            command.add("--user=root");
        }
        return command;
    }
}
