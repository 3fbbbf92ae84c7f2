package io.wizd.bench;

/** One side of a comparison: something that carries out requests, and the load on it. */
public interface Contender {
    /** Its name in the table. */
    String name();

    /** Whose processor time and memory count. */
    ProcessHandle process();

    /** Brings what it works on to the state in which each round begins; neither timed nor counted. */
    default void prepare() {}

    /** Puts the load on it, and returns when it is over. */
    LoadFigures load(int durationMs);

    /** The same with this to do before each round. */
    default Contender after(Runnable preparation) {
        return new Prepared(this, preparation);
    }

    /** See {@link #after}. */
    record Prepared(Contender contender, Runnable preparation) implements Contender {
        @Override
        public String name() {
            return contender.name();
        }

        @Override
        public ProcessHandle process() {
            return contender.process();
        }

        @Override
        public void prepare() {
            preparation.run();
        }

        @Override
        public LoadFigures load(int durationMs) {
            return contender.load(durationMs);
        }
    }
}
