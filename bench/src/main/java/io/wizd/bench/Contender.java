package io.wizd.bench;

/** One side of a comparison: something that carries out requests, and the load on it. */
public interface Contender {
    /** As it stands in the table. */
    String name();

    /** Whose processor time and memory count. */
    ProcessHandle process();

    /** Puts the load on it, and returns when it is over. */
    LoadFigures load(int durationMs);
}
