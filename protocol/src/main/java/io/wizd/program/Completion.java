package io.wizd.program;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Completion of a program's commands and options by the shell of whoever types them. Static, any thread. */
public final class Completion {
    private Completion() {}

    /**
     * A script for bash, which also knows the program by any path to it.
     *
     * @param command of the program, whichever
     */
    public static String ofBash(CommandSpec command) {
        CommandSpec program = command.root();
        return AutoComplete.bash(program.name().replaceFirst("^bin/", ""), program.commandLine());
    }
}
