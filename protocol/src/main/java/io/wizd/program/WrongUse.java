package io.wizd.program;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line for whoever typed it. Static, any thread. */
public final class WrongUse {
    private static final Pattern PLACE = Pattern.compile("positional parameter at index \\S+ \\(([^)]*)\\)");
    private static final Pattern WHOLE = Pattern.compile("is not an? (int|long)$");
    private static final Pattern FRACTION = Pattern.compile("is not a (float|double)$");

    private WrongUse() {}

    /** Names what is not known, and what may have been meant. */
    public static String text(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        List<String> unmatched = e instanceof UnmatchedArgumentException unknown ? unknown.getUnmatched() : List.of();
        if (!unmatched.isEmpty()) {
            return unknown(command, unmatched.getFirst());
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong use");
        if (message.equals("Missing required subcommand")) {
            return "a command is needed: "
                    + String.join(", ", command.subcommands().keySet());
        }
        message = PLACE.matcher(message).replaceFirst("$1");
        message = WHOLE.matcher(message).replaceFirst("is not a whole number");
        return FRACTION.matcher(message).replaceFirst("is not a number");
    }

    private static String unknown(CommandSpec command, String argument) {
        if (argument.startsWith("-")) {
            String option = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            List<String> options = command.options().stream()
                    .filter(known -> !known.hidden())
                    .map(OptionSpec::longestName)
                    .toList();
            return "there is no option " + option + Suggestion.didYouMean(Suggestion.of(option, options));
        }
        if (command.subcommands().isEmpty()) {
            return "one argument too many: " + argument;
        }
        return "there is no command " + argument
                + Suggestion.didYouMean(
                        Suggestion.of(argument, command.subcommands().keySet()));
    }
}
