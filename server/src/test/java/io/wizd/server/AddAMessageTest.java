package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.cases.CaseFiles;
import io.wizd.client.cases.CaseResult;
import io.wizd.client.cases.CaseRunner;
import io.wizd.client.cases.SocketExchange;
import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example of docs/how-to/add-a-message.md, as it stands there: built, installed, and run with its own cases. */
class AddAMessageTest {
    private static final Path PAGE = Path.of("../docs/how-to/add-a-message.md");
    private static final String PACKAGE = "io.wizd.handlers.cards";
    private static final int TIMEOUT_MS = 60_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.wizd.db.testing.TestServers#all")
    void theExampleOfThePageWorks(TestServer server) throws Exception {
        String page = Files.readString(PAGE);
        HandlerPlugin example = compiled(block(page, "java"), line(page));
        Path cases = Files.writeString(folder.resolve("card-count.json"), block(page, "json"));

        try (TestWizd wizd = TestWizd.startOn(server, context -> {
                    install(context.rowsOfMain(), page);
                    return example.handlers(context);
                });
                RawConnection http = wizd.connect()) {
            SocketExchange exchange = new SocketExchange(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), wizd.port()), TIMEOUT_MS);
            List<CaseResult> results = CaseFiles.in(cases).stream()
                    .map(new CaseRunner(exchange, Map.of())::run)
                    .toList();
            assertThat(results).hasSizeGreaterThan(1).allMatch(CaseResult::passed);

            http.send("GET /cards/count?days=7 HTTP/1.1\r\nHost: wizd\r\n\r\n");
            assertThat(http.readResponse().body()).matches("\\{\"users\": ?[1-9]\\d*}");
        }
    }

    /** The first block of code in that language. */
    private static String block(String page, String language) {
        return blocks(page, language).getFirst();
    }

    private static List<String> blocks(String page, String language) {
        return Pattern.compile("^ *```" + language + "\n(.*?)\n *```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1).stripIndent())
                .toList();
    }

    /** What the page puts into the list of the service. */
    private static String line(String page) {
        Matcher found = Pattern.compile("`(new CardCountHandler\\(.*?\\))`").matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static void install(JdbcAddress owner, String page) {
        try {
            for (String file : blocks(page, "sql")) {
                // As the client of the database does it.
                for (String statement : file.split("(?m)^DELIMITER.*$|//$|;\\s*\\z")) {
                    if (!statement.replaceAll("(?m)^--.*$", "").isBlank()) {
                        Sql.execute(owner, statement);
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private HandlerPlugin compiled(String handler, String line) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Files.writeString(sources.resolve("CardCountHandler.java"), handler);
        Files.writeString(sources.resolve("Line.java"), """
                package %s;
                public final class Line implements io.wizd.handlers.HandlerPlugin {
                    @Override
                    public java.util.List<io.wizd.handlers.spec.MessageHandler<?, ?>> handlers(
                            io.wizd.handlers.spec.ServiceContext context) {
                        return java.util.List.of(%s);
                    }
                }
                """.formatted(PACKAGE, line));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(List.of(sources.resolve("CardCountHandler.java"), sources.resolve("Line.java")), classes);
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        return (HandlerPlugin)
                loader.loadClass(PACKAGE + ".Line").getDeclaredConstructor().newInstance();
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter faults = new StringWriter();
        List<String> options =
                List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString(), "-proc:none");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean done = compiler.getTask(
                            faults, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).as(faults.toString()).isTrue();
        }
    }
}
