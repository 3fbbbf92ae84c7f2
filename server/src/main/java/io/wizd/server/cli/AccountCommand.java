package io.wizd.server.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.handlers.accounts.AccountCommands;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import io.wizd.server.RunningNodes;
import io.wizd.server.ServerConfig;
import io.wizd.server.config.Settings;
import io.wizd.server.setup.StartException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands about accounts have in common: they work on main, beside the servers. */
abstract class AccountCommand implements Callable<Integer> {
    /** The database has said no. */
    private static final int REFUSED = 1;

    /** Nobody else shares the processors of this process. */
    private static final ProcessorBudgets.Shares ALL = new ProcessorBudgets.Shares(100, 1, 1);

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does it; what it throws is told. */
    abstract void run(AccountCommands accounts, PrintWriter out);

    @Override
    public Integer call() {
        ServerConfig config = Settings.read(options.sources()).server();
        Logging.defectsOnly();
        PrintWriter out = spec.commandLine().getOut();
        try (RunningNodes nodes = RunningNodes.open(config);
                ProcessorBudgets budgets = ProcessorBudgets.of(ALL, new SimpleMeterRegistry())) {
            String user = "bin/wizd as " + System.getProperty("user.name", "somebody");
            run(new AccountCommands(nodes.main(), budgets.passwords(), user), out);
            return 0;
        } catch (WizdException e) {
            spec.commandLine().getErr().println("wizd: " + e.fault().description());
            return e.fault().code() == ErrorCode.DATABASE_AWAY ? StartException.UNAVAILABLE : REFUSED;
        }
    }
}
