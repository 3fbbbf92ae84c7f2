package io.wizd.client.cli;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** The lines that were typed, but none that speaks of a password, a token, a login or an account, also misspelt. */
final class ShellHistory extends DefaultHistory {
    private static final Pattern SECRET =
            Pattern.compile("pass|psswd|secret|token|login|user-", Pattern.CASE_INSENSITIVE);

    @Override
    public void add(Instant time, String line) {
        if (!SECRET.matcher(line).find()) {
            super.add(time, line);
        }
    }
}
