package io.wizd.db.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The user in front of the command.
 *
 * @param arguments the command line as it was given; it holds no password
 */
record Session(Screen screen, Interrupt interrupt, List<String> arguments) {

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Set<String> SAID_ONCE = Set.of("--resume", "--truncate", "--yes");

    /** The command that goes on where this one stopped, ready to be pasted. */
    String resumeCommand() {
        List<String> words = new ArrayList<>(List.of("bin/load"));
        boolean valueOfFromRow = false;
        for (String argument : arguments) {
            boolean fromRow = argument.equals("--from-row");
            if (!valueOfFromRow && !fromRow && !argument.startsWith("--from-row=") && !SAID_ONCE.contains(argument)) {
                words.add(quoted(argument));
            }
            valueOfFromRow = fromRow;
        }
        words.add("--resume");
        return String.join(" ", words);
    }

    private static String quoted(String argument) {
        return PLAIN_WORD.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
