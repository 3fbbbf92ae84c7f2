package io.wizd.handlers.spec;

/**
 * Message types that belong together: a chapter of the description of the API.
 *
 * @param name one word, as a class of a generated client may be called
 * @param about one line
 */
public record Group(String name, String about) {
    /** What plugins bring. */
    public static final Group PLUGINS = new Group("plugins", "Message types that plugins have brought");
}
