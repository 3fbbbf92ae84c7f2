package io.wizd.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line for whoever typed it. Static, any thread. */
public final class WrongUse {
    /** What picocli says of a value, to be replaced in this order. */
    private static final Map<Pattern, String> OUR_WORDS = new LinkedHashMap<>();

    static {
        OUR_WORDS.put(Pattern.compile("positional parameter at index \\S+ \\(([^)]*)\\)"), "$1");
        OUR_WORDS.put(Pattern.compile("^Invalid value for (?:option '([^']*)'(?: \\([^)]*\\))?|(\\S+)): "), "$1$2: ");
        OUR_WORDS.put(Pattern.compile("is not an? (int|long)$"), "is not a whole number");
        OUR_WORDS.put(Pattern.compile("is not a (float|double)$"), "is not a number");
        OUR_WORDS.put(
                Pattern.compile("expected one of \\[(.*)] \\(case-(?:in)?sensitive\\) but was ('.*')$"),
                "$2 is none of $1");
    }

    /** What picocli's own help command says. */
    private static final Pattern UNKNOWN_TO_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");

    /** A name, and what it takes. */
    private static final Pattern QUOTED = Pattern.compile("'([^'= ]+)[^']*'");

    private WrongUse() {}

    /** Prints one line to the standard error of the command: the program's name, what is wrong, and where its help is. */
    public static void tell(ParameterException e) {
        tell(e, text(e));
    }

    /** The same with other words for what is wrong. */
    public static void tell(ParameterException e, String wrong) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String program = command.root().name().replaceFirst("^bin/", "");
        e.getCommandLine().getErr().println(program + ": " + wrong + "; see " + command.qualifiedName() + " --help");
    }

    /** Names what is not known or missing, and what may have been meant. */
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
        Matcher unknownToHelp = UNKNOWN_TO_HELP.matcher(message);
        if (unknownToHelp.matches()) {
            return unknown(command, unknownToHelp.group(1));
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return missing(missing, message);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return nameOf(twice.getOverwritten()) + " is given twice";
        }
        return e instanceof MutuallyExclusiveArgsException ? exclusive(message) : inOurWords(message);
    }

    private static String missing(MissingParameterException e, String message) {
        if (message.startsWith("Missing required parameter for option")
                || message.startsWith("Expected parameter for option")) {
            return nameOf(e.getMissing().getFirst()) + " needs a value";
        }
        // Of several parameters the exception itself has the first only.
        List<String> names =
                QUOTED.matcher(message).results().map(name -> name.group(1)).toList();
        if (names.isEmpty()) {
            return inOurWords(message);
        }
        return String.join(" and ", names) + (names.size() == 1 ? " is missing" : " are missing");
    }

    private static String nameOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** Picocli names those of a group without what they are. */
    private static String exclusive(String message) {
        return message.replaceFirst("^Error: ", "").replaceFirst(" are mutually exclusive.*", " exclude each other");
    }

    private static String inOurWords(String message) {
        String ours = message;
        for (Map.Entry<Pattern, String> words : OUR_WORDS.entrySet()) {
            ours = words.getKey().matcher(ours).replaceFirst(words.getValue());
        }
        return ours;
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
