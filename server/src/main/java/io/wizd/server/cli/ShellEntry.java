package io.wizd.server.cli;

import picocli.CommandLine.Command;

/** {@code bin/wizd shell} in the help and for completion. It is a client, so the script runs {@code bin/wiz shell} for it. */
@Command(
        name = "shell",
        description = "Send messages by hand: the same as bin/wiz shell.",
        mixinStandardHelpOptions = true)
final class ShellEntry {}
