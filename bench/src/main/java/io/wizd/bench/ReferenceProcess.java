package io.wizd.bench;

/** A process that a case compares wizd with, and that ends with the case. */
interface ReferenceProcess extends AutoCloseable {
    ProcessHandle handle();

    /** Ends it, by force where it does not end by itself. */
    @Override
    void close();
}
