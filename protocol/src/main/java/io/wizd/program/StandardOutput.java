package io.wizd.program;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

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

    private StandardOutput() {
        super(new FileOutputStream(FileDescriptor.out));
    }

    /** For bytes, without a buffer; what cannot be written is told by an exception, which {@link System#out} keeps to itself. */
    public static OutputStream ofBytes() {
        return new StandardOutput();
    }

    /** Runs a program as below, which has no words of its own for an error. */
    public static void exitAfter(IntSupplier program) {
        exitAfter(program, e -> {
            e.printStackTrace();
            return DEFECT_STATUS;
        });
    }

    /**
     * Runs a program with this as {@link System#out}, and ends the JVM with the status that it gives, one of sysexits.h.
     *
     * @param failed gives the status where the program ends with an error
     */
    public static void exitAfter(IntSupplier program, ToIntFunction<Error> failed) {
        System.setOut(new PrintStream(new BufferedOutputStream(new StandardOutput()), true, StandardCharsets.UTF_8));
        System.exit(statusOf(program, failed));
    }

    private static int statusOf(IntSupplier program, ToIntFunction<Error> failed) {
        try {
            int status = program.getAsInt();
            if (status == 0 && System.out.checkError()) {
                System.err.println("standard output cannot be written to its end");
                return IO_ERROR_STATUS;
            }
            return status;
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
