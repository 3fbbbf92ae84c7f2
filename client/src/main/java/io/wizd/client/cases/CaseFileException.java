package io.wizd.client.cases;

/** A file of cases that cannot be read, with the place. */
public final class CaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseFileException(String type, int line, String what) {
        super(type + ".json" + (line > 0 ? ", line " + line : "") + ": " + what);
    }
}
