package io.wizd.db;

/** A database could not be brought to this wizd's schema; the message is one line for the user. */
public final class MigrationException extends RuntimeException {

    MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
