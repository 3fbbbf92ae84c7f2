package io.wizd.server.cli;

import io.wizd.server.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/wizd config}: what is in force, and where it comes from. */
@Command(
        name = "config",
        description = "Print the configuration in force, and where each value comes from; passwords are not shown.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--defaults", description = "print every key with its meaning, unit and default instead")
    private boolean defaults;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (defaults) {
            out.print(reference());
            out.flush();
        } else {
            Settings settings = Settings.read(options.sources());
            settings.values().lines().forEach(out::println);
            Failures.warn(settings, spec.commandLine().getErr());
            options.warnOfOtherProfile(settings, spec.commandLine().getErr());
        }
        return 0;
    }

    private static String reference() throws IOException {
        try (InputStream stream = ConfigCommand.class.getResourceAsStream("/reference.conf")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
