package io.wizd.bench.login;

import io.wizd.bench.Machine;
import io.wizd.bench.WizdProcess;
import io.wizd.bench.WorkFolder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench login}: whether the time of a login tells who has an account. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a wizd with its own database, and sends it logins that fail: two of an account and two of a name that is"
                    + " none, in an order by chance. Prints how their times are distributed as a Markdown table."
                    + " docs/performance.md explains it.",
            ""
        },
        exitCodeOnInvalidInput = LoginCommand.USAGE)
public final class LoginCommand implements Callable<Integer> {
    static final int USAGE = 64;
    private static final String HEAP = "256m";

    /** Some ten seconds of them, or a little more. */
    private static final int ROUNDS_A_LINE = 50;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "500",
            description = "Of four logins each (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "100",
            description = "Rounds before those, which do not count (default: ${DEFAULT-VALUE})")
    private int warmUpRounds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || warmUpRounds < 0) {
            throw new ParameterException(spec.commandLine(), "--rounds is at least 1, and --warm-up at least 0");
        }
        double loadBefore = Machine.load();
        try (WorkFolder folder = WorkFolder.make();
                WizdProcess wizd = new WizdProcess(folder.path(), HEAP);
                LoginTiming timing = new LoginTiming(wizd.address())) {
            timing.run(warmUpRounds, done -> tell("warm-up", done, warmUpRounds));
            LoginTimes times = timing.run(rounds, done -> tell("rounds", done, rounds));
            spec.commandLine().getOut().print(LoginReport.of(conditions(loadBefore), times));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private void tell(String what, int done, int all) {
        if (done % ROUNDS_A_LINE == 0 || done == all) {
            spec.commandLine().getErr().println(what + ": " + done + " of " + all);
        }
    }

    private List<String> conditions(double loadBefore) {
        return List.of(
                Machine.describe(),
                Machine.describeWizd(HEAP, loadBefore),
                "%d rounds after %d of warm-up, one login at a time".formatted(rounds, warmUpRounds));
    }
}
