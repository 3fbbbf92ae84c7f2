package io.wizd.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class WrongUseTest {
    private enum Colour {
        RED,
        GREEN
    }

    /** A program with a command, and arguments of each kind. */
    @Command(
            name = "bin/paint",
            subcommands = {Wall.class, CommandLine.HelpCommand.class})
    private static final class Paint implements Runnable {
        @Override
        public void run() {}
    }

    @Command(name = "wall")
    @SuppressWarnings("unused") // picocli writes them
    private static final class Wall implements Runnable {
        @Option(names = "--brush", required = true, paramLabel = "SIZE")
        private int brush;

        @Option(names = {"-c", "--colour"})
        private @Nullable Colour colour;

        @ArgGroup
        private @Nullable Time time;

        @Parameters(index = "0", paramLabel = "FROM")
        private double from;

        @Parameters(index = "1", paramLabel = "TO")
        private double to;

        @Override
        public void run() {}
    }

    @SuppressWarnings("unused") // picocli writes them
    private static final class Time {
        @Option(names = "--now")
        private boolean now;

        @Option(names = "--later")
        private boolean later;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wal                                  | there is no command wal; did you mean wall?
            help wal                             | there is no command wal; did you mean wall?
            wall --brush 3                       | FROM and TO are missing
            wall --brush 3 1                     | TO is missing
            wall 1 2                             | --brush is missing
            wall                                 | --brush and FROM and TO are missing
            wall 1 2 --brush                     | --brush needs a value
            wall 1 2 --brush --now               | --brush needs a value
            wall 1 2 --brush x                   | --brush: 'x' is not a whole number
            wall x 2 --brush 3                   | FROM: 'x' is not a number
            wall 1 2 --brush 3 --brush 4         | --brush is given twice
            wall 1 2 --brush 3 --colour BLUE     | --colour: 'BLUE' is none of RED, GREEN
            wall 1 2 --brush 3 --now --later     | --now, --later exclude each other
            wall 1 2 3 --brush 3                 | one argument too many: 3
            wall 1 2 --brush 3 --color RED       | there is no option --color; did you mean --colour?
            """)
    void aLineSaysWhatIsWrongAndWhereTheHelpIs(String arguments, String wrong) {
        StringWriter err = new StringWriter();
        CommandLine paint = new CommandLine(new Paint());
        paint.setErr(new PrintWriter(err, true));
        paint.setParameterExceptionHandler((e, given) -> {
            WrongUse.tell(e);
            return 64;
        });

        assertThat(paint.execute(arguments.split(" "))).isEqualTo(64);
        String command = arguments.startsWith("wall") ? "bin/paint wall" : "bin/paint";
        assertThat(err).hasToString("paint: " + wrong + "; see " + command + " --help\n");
    }
}
