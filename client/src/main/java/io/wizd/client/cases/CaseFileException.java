package io.wizd.client.cases;

/** A file of cases that cannot be read, with the place. */
public final class CaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseFileException(String file, int line, String what) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + what);
    }
}
