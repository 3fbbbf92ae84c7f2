package io.wizd.bench;

/** What keeps a measurement from being made: one line for a person. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line that says what is wrong and what to do. */
    public BenchException(String message) {
        super(message);
    }

    /** The same with what led to it. */
    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The driver's messages go on with what only its developers need. */
    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
