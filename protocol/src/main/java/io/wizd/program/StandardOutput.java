package io.wizd.program;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Standard output. Once nobody reads it any more, as in {@code bin/wiz … | head -1}, the program ends in silence, as the signal SIGPIPE
 * would end one that is not Java: what writes to it throws an error that {@link #exitAfter} knows. Any thread.
 */
public final class StandardOutput extends FilterOutputStream {
    /** What a shell calls the end by SIGPIPE. */
    private static final int BROKEN_PIPE_STATUS = 128 + 13;

    private static final int DEFECT_STATUS = 70;
    private static final int IO_ERROR_STATUS = 74;

    /** Whom an error of the system is told by: its C library, in English since the scripts of bin/ set the locale. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private final Thread opener = Thread.currentThread();

    /** Why the first write failed; {@link PrintStream} keeps it to itself. */
    private volatile @Nullable IOException failure;

    private StandardOutput() {
        super(new FileOutputStream(FileDescriptor.out));
    }

    /** For bytes, without a buffer; what cannot be written is told by an exception, which {@link System#out} keeps to itself. */
    public static OutputStream ofBytes() {
        return new StandardOutput();
    }

    /** Whether standard error is a terminal: Java only tells of standard input and output together. */
    public static boolean isErrorATerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** What is told where it cannot be written. */
    public static String unwritable(IOException why) {
        return "standard output cannot be written: " + why.getMessage();
    }

    /** Runs a program as below, which has no words of its own for an error. */
    public static void exitAfter(String name, IntSupplier program) {
        exitAfter(name, program, e -> {
            e.printStackTrace();
            return DEFECT_STATUS;
        });
    }

    /**
     * Runs a program with this as {@link System#out}, and ends the JVM with the status that it gives, one of sysexits.h.
     *
     * @param name what its lines on standard error begin with
     * @param failed gives the status where the program ends with an error
     */
    public static void exitAfter(String name, IntSupplier program, ToIntFunction<Error> failed) {
        StandardOutput output = new StandardOutput();
        System.setOut(new PrintStream(new BufferedOutputStream(output), true, StandardCharsets.UTF_8));
        System.exit(output.statusOf(name, program, failed));
    }

    private int statusOf(String name, IntSupplier program, ToIntFunction<Error> failed) {
        try {
            int status = program.getAsInt();
            System.out.flush();
            IOException why = failure;
            if (why != null) {
                System.err.println(name + ": " + unwritable(why));
            }
            return status == 0 && why != null ? IO_ERROR_STATUS : status;
        } catch (OutputClosed e) {
            return BROKEN_PIPE_STATUS;
        } catch (Error e) {
            return failed.applyAsInt(e);
        }
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (!BROKEN_PIPE.equals(e.getMessage())) {
                failure = failure == null ? e : failure;
                throw e;
            }
            if (Thread.currentThread() != opener) {
                // The error ends this thread, or the task that it does, and no more.
                Thread.ofPlatform().daemon().name("output-closed").start(() -> System.exit(BROKEN_PIPE_STATUS));
            }
            throw new OutputClosed();
        }
    }
}
