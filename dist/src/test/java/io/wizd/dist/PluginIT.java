package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.dist.Distribution.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Handlers that come as jars: the example of the docs, one that takes its time, and those that do not fit. */
@Execution(ExecutionMode.CONCURRENT)
class PluginIT {
    private static final Path EXAMPLE = Distribution.SOURCES.resolve("docs/how-to/plugin");
    private static final String SERVICE = "META-INF/services/io.wizd.handlers.HandlerPlugin";

    @TempDir
    Path folder;

    private Path config;
    private PluginJar jars;

    @BeforeEach
    void configure() throws IOException {
        config = folder.resolve("wizd.conf");
        Files.writeString(config, "wizd { plugins = \"" + folder + "/plugins\", fixtures = false }\n");
        jars = new PluginJar(folder.resolve("plugins"));
    }

    @Test
    void theExampleOfTheDocsWorksLikeABuiltInHandler() throws IOException {
        jars.add("greet.jar", EXAMPLE);
        try (RunningWizd wizd = RunningWizd.onSetUp(folder.resolve("data"), "--config", config.toString())) {
            assertThat(wizd.request("GET", "/greet/Ann", null)).isEqualTo("{\"greeting\":\"Hello, Ann!\"}");
            assertThat(wizd.request("POST", "/messages/greet", "{}"))
                    .contains("\"BAD_FIELD\"")
                    .contains("name");
            assertThat(wizd.request("POST", "/messages/types", "{}")).contains("\"greet\"");
        }
    }

    @Test
    void aMessageInFlightIsAnsweredBeforeTheEnd() throws IOException, InterruptedException {
        // A pipe: the handler's read of it lasts until the test writes.
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("go").toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        jars.add("slow.jar", source("slow", """
                package org.example;
                import io.wizd.handlers.HandlerPlugin;
                import io.wizd.handlers.spec.*;
                import io.wizd.protocol.Reply;
                import java.io.IOException;
                import java.nio.file.*;
                import java.util.List;
                public final class Slow implements HandlerPlugin, MessageHandler<Slow.In, Slow.Out> {
                    public record In(@Doc("a folder") String folder) {}
                    public record Out(@Doc("true") boolean done) {}
                    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("slow", In.class, Out.class);
                    public List<MessageHandler<?, ?>> handlers(ServiceContext context) { return List.of(this); }
                    public MessageSpec<In, Out> spec() { return SPEC; }
                    public Reply<Out> handle(Call call, In in) {
                        try {
                            Files.createFile(Path.of(in.folder(), "begun"));
                            Files.readString(Path.of(in.folder(), "go"));
                        } catch (IOException e) { throw new IllegalStateException(e); }
                        return Reply.of(new Out(true));
                    }
                }
                """, "org.example.Slow"));
        try (RunningWizd wizd = RunningWizd.onSetUp(folder.resolve("data"), "--config", config.toString());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), wizd.port())) {
            String message = "{\"msgType\":\"slow\",\"seqNum\":1,\"message\":{\"folder\":\"" + folder + "\"}}\n";
            socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
            Eventually.await("the handler has begun", () -> Files.exists(folder.resolve("begun")));
            wizd.terminate();
            // Nothing new is taken any more, while what has begun goes on.
            Eventually.await("no new connection is taken", () -> !accepts(wizd.port()));
            assertThat(wizd.isAlive()).isTrue();
            Files.writeString(folder.resolve("go"), "on");

            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Distribution.LIMIT_SECONDS));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).contains("\"seqNum\":1").contains("\"done\":true");
            assertThat(in.read()).isEqualTo(-1);
            assertThat(wizd.waitForEnd()).isEqualTo(143);
        }
    }

    @Test
    void aBrokenJarAndOneOfAnotherVersionAreNamedAndNothingIsStarted() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("plugins")).resolve("torn.jar"), "PK no more");
        assertRefused("torn.jar is broken");
        Files.delete(folder.resolve("plugins/torn.jar"));

        Path newer = source("newer", """
                package org.example;
                import io.wizd.handlers.HandlerPlugin;
                import io.wizd.handlers.spec.*;
                import java.util.List;
                public final class Newer implements HandlerPlugin {
                    public List<MessageHandler<?, ?>> handlers(ServiceContext context) { return new io.wizd.Later().all(); }
                }
                """, "org.example.Newer");
        Files.createDirectories(newer.resolve("io/wizd"));
        Files.writeString(newer.resolve("io/wizd/Later.java"), """
                package io.wizd;
                public final class Later { public java.util.List<io.wizd.handlers.spec.MessageHandler<?, ?>> all() { return null; } }
                """);
        jars.addWithout("newer.jar", newer, "io/wizd/Later.class");
        assertRefused("newer.jar does not fit wizd ");
        Files.delete(folder.resolve("plugins/newer.jar"));

        Path twice = source(
                "twice",
                Files.readString(EXAMPLE.resolve("org/example/greet/GreetHandler.java"))
                        .replace("\"greet\"", "\"kv-get\"")
                        .replace("GreetHandler implements", "GreetHandler implements io.wizd.handlers.HandlerPlugin,")
                        .replace(
                                "    @Override\n    public MessageSpec",
                                "    public java.util.List<MessageHandler<?, ?>> handlers("
                                        + "io.wizd.handlers.spec.ServiceContext context) { return java.util.List.of(this); }\n    public MessageSpec"),
                "org.example.greet.GreetHandler");
        jars.add("twice.jar", twice);
        assertRefused("kv-get");
    }

    @Test
    void whatAPluginAsksADatabaseThatDoesNotRunIsNotChecked() throws IOException {
        jars.add("asking.jar", source("asking", """
                package org.example;
                import io.wizd.db.*;
                import io.wizd.handlers.HandlerPlugin;
                import io.wizd.handlers.spec.*;
                import io.wizd.protocol.*;
                import java.util.List;
                public final class Asking implements HandlerPlugin {
                    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
                        context.main().call(Procedure.single("node_state", Json.class),
                            new Request(Json.of("{}"), Effect.READ, System.nanoTime() + 5_000_000_000L)).await();
                        return List.of();
                    }
                }
                """, "org.example.Asking"));
        Result check =
                Distribution.wizd("check", "--port", "0", "--data", folder + "/data", "--config", config.toString());
        assertThat(check.status()).as("%s", check).isZero();
        assertThat(check.err()).startsWith("wizd: the plugins were not checked to their end, ");
        assertThat(check.out()).endsWith("; its databases were not checked, because they run with it\n");
    }

    @Test
    void aClassThatIsMissingIsNamedWithItsJar() throws IOException {
        Path needy = source("needy", """
                package org.example;
                import io.wizd.handlers.HandlerPlugin;
                import io.wizd.handlers.spec.*;
                import java.util.List;
                public final class Needy implements HandlerPlugin {
                    private final org.other.Library library = new org.other.Library();
                    public List<MessageHandler<?, ?>> handlers(ServiceContext context) { return library.all(); }
                }
                """, "org.example.Needy");
        Files.createDirectories(needy.resolve("org/other"));
        Files.writeString(needy.resolve("org/other/Library.java"), """
                package org.other;
                public final class Library { public java.util.List<io.wizd.handlers.spec.MessageHandler<?, ?>> all() { return null; } }
                """);
        jars.addWithout("needy.jar", needy, "org/other/Library.class");
        assertRefused("needy.jar lacks the class org.other.Library: put the jar that has it into the same folder");
        jars.addWithout("needy.jar", needy, "org/example/Needy.class");
        assertRefused("needy.jar names a class in its " + SERVICE
                + " that cannot be used (Provider org.example.Needy not found)");
    }

    @Test
    void aFolderThatIsConfiguredAndDoesNotExistIsAFault() {
        assertRefused(
                "wizd.plugins = " + folder + "/plugins: no such folder; make it, correct the name, or remove the line");
    }

    private void assertRefused(String why) {
        List<String> options = List.of("--port", "0", "--data", folder + "/data", "--config", config.toString());
        assertRefused(Distribution.wizd(with("run", options)), why);
        assertRefused(Distribution.wizdHere(with("check", options)), why);
    }

    private static String[] with(String command, List<String> options) {
        return Stream.concat(Stream.of(command), options.stream()).toArray(String[]::new);
    }

    private static void assertRefused(Result result, String why) {
        assertThat(result.status()).as("%s", result).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        // Above it there may be lines of the log.
        assertThat(result.err().lines().toList().getLast()).startsWith("wizd: ").contains(why);
        assertThat(result.err()).doesNotContain("\tat ");
    }

    private Path source(String name, String code, String plugin) throws IOException {
        Path root = Files.createDirectories(folder.resolve("source-" + name));
        String path = plugin.replace('.', '/') + ".java";
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), code);
        Files.createDirectories(root.resolve(SERVICE).getParent());
        Files.write(root.resolve(SERVICE), List.of(plugin));
        return root;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
