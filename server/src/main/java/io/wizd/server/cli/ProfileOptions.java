package io.wizd.server.cli;

import io.wizd.server.config.Settings;
import io.wizd.server.daemon.Condition;
import io.wizd.server.daemon.Daemon;
import io.wizd.server.daemon.DataFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that tell what a configuration says: which installation is meant, and in which profile. */
class ProfileOptions extends InstallationOptions {

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "development, or production for a machine that serves others (default: $WIZD_PROFILE, or"
                    + " development)")
    private Optional<String> profile = Optional.empty();

    @Override
    Map<String, String> values() {
        Map<String, String> values = super.values();
        profile.ifPresent(value -> values.put("profile", value));
        return values;
    }

    /** What the option says. */
    final Optional<String> profile() {
        return profile;
    }

    /** As if the option named this profile. */
    final void useProfile(String name) {
        profile = Optional.of(name);
    }

    /** What the option says, or else its variable. */
    final Optional<String> askedProfile() {
        return asked(profile, "WIZD_PROFILE");
    }

    /** What an option says, or else its variable. */
    static Optional<String> asked(Optional<String> option, String variable) {
        return option.or(() -> Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty()));
    }

    /** Warns where the server that runs on the data directory has another profile than these settings. */
    final void warnOfOtherProfile(Settings settings, PrintWriter err) {
        Path data = settings.server().data();
        if (new Daemon(new DataFolder(data)).condition() instanceof Condition.Up up
                && isAnother(settings.profile(), up.launch().profile())) {
            err.println("wizd: the server that runs on " + data + " has the profile "
                    + up.launch().profile() + ": add --profile " + up.launch().profile());
        }
    }

    /** Whether a server runs with something else than is asked for; false of one that does not say. */
    static boolean isAnother(String asked, String running) {
        return !running.isEmpty() && !running.equals(asked);
    }
}
