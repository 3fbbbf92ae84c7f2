package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/wiz} says where there is no server to ask: help, and what is wrong with a command. */
@Timeout(180)
class WizUsageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ping",
                "types",
                "test",
                "send echo",
                "load ping",
                "fib 10",
                "members export",
                "jobs",
                "members import pom.xml",
                "get a",
                "set a 1",
                "del a"
            })
    void saysWhatToDoWhereNoServerIs(String command) throws Exception {
        WizCall nowhere = new WizCall(freePort());
        WizCall.Result result = nowhere.run(command.split(" "));
        assertThat(result.err())
                .isEqualTo("wiz: no wizd at 127.0.0.1:" + nowhere.port() + ": start it with bin/wizd run\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(69);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "ping --help",
                "send --help",
                "types -h",
                "help",
                "help --help",
                "help send",
                "test --help",
                "load --help",
                "fib --help",
                "members --help",
                "members import --help",
                "members export --help",
                "jobs --help",
                "get --help",
                "set --help",
                "del --help",
                "login --help",
                "logout --help",
                "shell --help",
                "completion --help"
            })
    void everyCommandHasHelpWithExamples(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Wiz.run(new PrintWriter(out), new PrintWriter(err), command.split(" +"));
        assertThat(out.toString()).contains("Usage: bin/wiz", "Examples:\n  bin/wiz ", "--server");
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sned                    | wiz: there is no command sned; did you mean send?
            kv-set                  | wiz: kv-set is a message type: bin/wiz send kv-set
            bogus                   | wiz: there is no command bogus
            members improt          | wiz: there is no command improt; did you mean import?
            ping --wacth            | wiz: there is no option --wacth; did you mean --watch?
            help jobz               | wiz: there is no command jobz; did you mean jobs?
            types kv-set            | wiz: one argument too many: kv-set
            send                    | wiz: either TYPE and JSON or --file FILE is needed
            send echo --file x      | wiz: either TYPE and JSON or --file FILE is needed
            send echo {"a":x}       | wiz: the message is refused: invalid JSON: line 1, column 6: a value is expected, not x; it came as {"a":x}
            send echo {"a":1        | wiz: the message is refused: invalid JSON: line 1, column 7: a comma or the end of what is open is expected, and the text ends; it came as {"a":1
            send echo {}{}          | wiz: the message is refused: invalid JSON: line 1, column 3: nothing more is expected, not {; it came as {}{}
            send echo {bad          | wiz: the message is refused: invalid JSON: line 1, column 2: the name of a field in double quotes or } is expected, not bad;
            ping --server nowhere   | wiz: --server: 'nowhere' is not HOST:PORT
            ping --server a:99999   | wiz: --server: 'a:99999' is not HOST:PORT
            ping --timeout 0        | wiz: --timeout is 0.001 to 86400 seconds, not 0.0
            ping --user ann         | wiz: give the password of ann with --password-file FILE
            ping --server a:1,b     | wiz: --server: 'b' is not HOST:PORT
            ping --json             | wiz: --count and --json go with --watch
            ping --watch --count 0  | wiz: --count is at least 1, not 0
            fib                     | wiz: N is missing; see bin/wiz fib --help
            fib ten                 | wiz: N: 'ten' is not a whole number
            load ping --range 9     | wiz: --range: '9' is not a range
            load ping --range 9-1   | wiz: --range: '9-1' is not a range
            load ping --connections 0 | wiz: at least one connection is needed, not 0
            ping --watch --count x  | wiz: --count: 'x' is not a whole number
            ping --timeout soon     | wiz: --timeout: 'soon' is not a number
            members                 | wiz: a command is needed: import, export
            members import          | wiz: FILE is missing; see bin/wiz members import --help
            members import pom.xml --on-duplicate x | wiz: --on-duplicate: 'x' is none of update, skip, error; see
            members import pom.xml --detach --rejects r | wiz: --rejects needs the end, which --detach does not wait for
            jobs --cancel           | wiz: --cancel and --rejects go with the ID of a job
            get                     | wiz: KEY is missing; see bin/wiz get --help
            set a                   | wiz: VALUE is missing; see bin/wiz set --help
            jobs seven              | wiz: ID: 'seven' is not a whole number
            """)
    void refusesWrongUsageWithOneLine(String command, String complaint) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Wiz.run(new PrintWriter(out), new PrintWriter(err), command.split(" +"));
        assertThat(err.toString()).startsWith(complaint).doesNotContain("Exception:", "\tat ");
        assertThat(out.toString()).isEmpty();
        assertThat(status).isEqualTo(64);
    }

    @Test
    void withoutACommandItNamesThem() {
        StringWriter err = new StringWriter();
        int status = Wiz.run(new PrintWriter(new StringWriter()), new PrintWriter(err));
        assertThat(err.toString())
                .startsWith("wiz: a command is needed: send, get, set, del, fib, ping, ")
                .endsWith("; see bin/wiz --help\n");
        assertThat(status).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            send --file no/such     | wiz: cannot read no/such: no such file | 66
            ping --user a --password-file no/such | wiz: cannot read the password from no/such | 66
            members import no/such  | wiz: cannot read no/such: no such file, or no permission to read it | 66
            members import pom.xml --rejects no/such/r | wiz: cannot write no/such/r: name a file in a folder that exists | 73
            members export --output no/such/r | wiz: cannot write no/such/r: name a file in a folder that exists | 73
            test no/such            | wiz: cannot read the cases in no/such | 66
            """)
    void refusesFilesThatItCannotUseWithOneLine(String command, String complaint, int expected) {
        StringWriter err = new StringWriter();
        int status = Wiz.run(new PrintWriter(new StringWriter()), new PrintWriter(err), command.split(" +"));
        assertThat(err.toString()).startsWith(complaint).doesNotContain("Exception:", "\tat ");
        assertThat(status).isEqualTo(expected);
    }

    @Test
    void refusesAMessageThatIsDeeperThanAnyParserReads() throws Exception {
        StringWriter err = new StringWriter();
        int status =
                Wiz.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "send", "echo", "[".repeat(2_000));
        assertThat(err.toString())
                .startsWith("wiz: the message is refused: the JSON is nested more than 64 levels deep")
                .doesNotContain("Exception");
        assertThat(status).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version"})
    void tellsItsVersion(String option) {
        StringWriter out = new StringWriter();
        assertThat(Wiz.run(new PrintWriter(out), new PrintWriter(new StringWriter()), option))
                .isZero();
        assertThat(out.toString()).matches("wiz \\S+\n");
    }

    @Test
    void helpIsACommandToo() {
        StringWriter out = new StringWriter();
        assertThat(Wiz.run(new PrintWriter(out), new PrintWriter(new StringWriter()), "help", "jobs"))
                .isZero();
        assertThat(out.toString()).startsWith("Usage: bin/wiz jobs");
    }
}
