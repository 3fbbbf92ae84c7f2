package io.wizd.server.http.openapi;

import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import java.util.Locale;

/** What operations are called: a name of a function in code, such as {@code memberCreate}. Static, any thread. */
final class OperationName {
    private OperationName() {}

    /** Of a route: as it says, or as its type is called; of a further one that says nothing, with its method and path. */
    static String of(MessageSpec<?, ?> spec, Route route) {
        if (route.name() != null) {
            return of(route.name());
        }
        return route.equals(spec.routes().getFirst())
                ? of(spec.type())
                : of(spec.type() + " by " + route.verb().toLowerCase(Locale.ROOT) + " at " + route.path());
    }

    /** The words of a text, each but the first with a capital. */
    static String of(String text) {
        StringBuilder name = new StringBuilder();
        boolean begins = false;
        for (char c : text.toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                name.append(begins && !name.isEmpty() ? Character.toUpperCase(c) : c);
                begins = false;
            } else {
                begins = true;
            }
        }
        return name.toString();
    }
}
