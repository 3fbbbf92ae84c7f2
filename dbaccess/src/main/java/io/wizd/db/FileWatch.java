package io.wizd.db;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Says which file Flyway runs next. */
record FileWatch(Migrations.Progress progress) implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        progress.runs(Migrations.fileOf(context.getMigrationInfo()));
    }

    @Override
    public String getCallbackName() {
        return "which file runs";
    }
}
