package io.wizd.db.load;

/** Shows how far one pass over the input is. Closing it ends the display. For one thread. */
interface LoadProgress extends AutoCloseable {

    /** @param done of the total that the display was opened with */
    void at(long done);

    @Override
    void close();

    /** @param total how many units there are to do */
    static LoadProgress open(Screen screen, String what, long total, String unit) {
        return switch (screen.kind()) {
            case TERMINAL -> new BarProgress(screen.err(), what, total, unit);
            case LINES -> new LineProgress(screen.err(), what, total, unit);
        };
    }
}
