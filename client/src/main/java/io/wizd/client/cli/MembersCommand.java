package io.wizd.client.cli;

import picocli.CommandLine.Command;

/** {@code wiz members}: members from and to files. */
@Command(
        name = "members",
        description = "Imports members from a file, or exports them into one.",
        subcommands = {MembersImportCommand.class, MembersExportCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz members import members.csv", "  bin/wiz members export --aid 90001 > members.csv"})
final class MembersCommand {}
