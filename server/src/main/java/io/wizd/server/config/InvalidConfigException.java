package io.wizd.server.config;

import java.util.List;

/** The configuration cannot be used; all that is wrong with it, one line a fault. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    InvalidConfigException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** One line each: where, what, and what it must be. */
    public List<String> faults() {
        return faults;
    }
}
