package io.wizd.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process, beyond doubt: process ids are used again, but never by two processes that started at the same tick of
 * the same boot.
 *
 * @param started the id of the boot, and the ticks from the boot to the start of the process, as proc(5) has them
 */
public record ProcessIdentity(long pid, String started) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Fields of /proc/PID/stat behind the command's name, which may hold anything: the first of them is the third. */
    private static final int START_TIME = 22 - 3;

    private static final int STATE = 0;
    private static final String ZOMBIE = "Z";

    /** This process. */
    public static ProcessIdentity ofThis() {
        return of(ProcessHandle.current().pid()).orElseThrow(() -> new IllegalStateException("/proc is not mounted"));
    }

    /** The process that has this id now. */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            String boot = Files.readString(BOOT_ID).strip();
            return Optional.of(new ProcessIdentity(pid, boot + "/" + fields(pid)[START_TIME]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String[] fields(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** Whether a process runs: one that is dead still has its id, until its parent takes note. */
    public static boolean isRunning(ProcessHandle process) {
        try {
            return !fields(process.pid())[STATE].equals(ZOMBIE) && process.isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    /** The process, while it is still the same. */
    public Optional<ProcessHandle> process() {
        return of(pid).filter(this::equals).flatMap(same -> ProcessHandle.of(pid));
    }
}
