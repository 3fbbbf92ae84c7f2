package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.ServerAddress;
import io.wizd.client.TestServer;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiz login} and {@code logout}. */
@Timeout(180)
class LoginTest {
    private static final String TOKEN = "tok-1";

    record LoginBody(String name, String password) {}

    @TempDir
    private Path folder = Path.of("");

    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private TestServer server;
    private TestServer other;
    private WizProcess wiz;

    @BeforeEach
    void start() throws InterruptedException {
        server = TestServer.start(this::answer);
        other = TestServer.start(this::answer);
        wiz = new WizProcess(folder, server.port());
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    private void answer(Message message, TestServer.Peer peer) {
        String token = String.valueOf(message.token());
        if (message.msgType().equals("login")) {
            LoginBody body = Jsons.read(message.body(), LoginBody.class);
            if (body.password().equals("glass otter lantern")) {
                peer.reply(
                        message,
                        Json.of("{\"token\":\"" + TOKEN + "\",\"expiresAt\":\"2100-01-01T00:00:00Z\",\"roles\":[]}"));
            } else {
                peer.refuse(message, Fault.of(ErrorCode.UNAUTHORIZED, "the name or the password is wrong"));
            }
        } else if (ended.contains(token)) {
            peer.refuse(message, Fault.of(ErrorCode.UNAUTHORIZED, "the token is wrong or has ended"));
        } else if (message.msgType().equals("logout")) {
            ended.add(token);
            peer.reply(message, Json.of("{\"ended\":true}"));
        } else {
            peer.reply(message, Jsons.write(Map.of("token", token)));
        }
    }

    private WizProcess.Result login() throws IOException, InterruptedException {
        return wiz.runWithInput("glass otter lantern\n", "login", "ann");
    }

    private List<Path> kept() throws IOException {
        Path state = folder.resolve("wiz");
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.toList();
        }
    }

    @Test
    void laterCommandsSendTheTokenUntilTheLogout() throws Exception {
        WizProcess.Result login = login();
        assertThat(login.out()).startsWith("logged in as ann at 127.0.0.1:" + server.port() + " until ");
        assertThat(login.err()).isEmpty();
        assertThat(login.status()).isZero();
        assertThat(wiz.run("send", "whoami").out()).contains("{\"token\":\"Bearer tok-1\"}");

        assertThat(wiz.run("logout")).isEqualTo(new WizProcess.Result(0, "", ""));
        assertThat(ended).containsExactly("Bearer tok-1");
        assertThat(kept()).isEmpty();
        assertThat(wiz.run("send", "whoami").out()).contains("{\"token\":\"null\"}");
        assertThat(wiz.run("logout").out()).isEqualTo("nobody was logged in at 127.0.0.1:" + server.port() + "\n");
    }

    @Test
    void theTokenIsForItsUserAlone() throws Exception {
        login();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("wiz"))))
                .isEqualTo("rwx------");
        assertThat(kept()).singleElement().satisfies(file -> {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(file).content().contains(TOKEN).doesNotContain("otter");
        });
    }

    @Test
    void noOtherServerGetsTheToken() throws Exception {
        login();
        String both = server.address() + "," + other.address();
        assertThat(wiz.run("send", "whoami", "--server", other.address().toString())
                        .out())
                .contains("{\"token\":\"null\"}");
        assertThat(wiz.run("send", "whoami", "--server", both).out()).contains("{\"token\":\"null\"}");

        wiz.runWithInput("glass otter lantern\n", "login", "ann", "--server", both);
        assertThat(wiz.run("send", "whoami", "--server", both).out()).contains("{\"token\":\"Bearer tok-1\"}");
    }

    @Test
    void anAccountThatIsNamedComesFirst() throws Exception {
        login();
        Path password = Files.writeString(folder.resolve("password"), "pw");
        assertThat(wiz.run("send", "whoami", "--user", "bob", "--password-file", password.toString())
                        .out())
                .contains("Basic ");
    }

    @Test
    void aLoginThatIsOverIsSaid() throws Exception {
        login();
        ended.add("Bearer " + TOKEN);
        String advice = "wiz: the login of ann is over: log in again with bin/wiz login ann\n";
        WizProcess.Result get = wiz.run("get", "a");
        assertThat(get.err()).isEqualTo("wiz: kv-get: 401 UNAUTHORIZED: the token is wrong or has ended\n" + advice);
        assertThat(get.status()).isEqualTo(1);
        WizProcess.Result send = wiz.run("send", "whoami");
        assertThat(send.err()).isEqualTo(advice);
        assertThat(send.status()).isEqualTo(1);

        assertThat(wiz.run("logout")).isEqualTo(new WizProcess.Result(0, "", ""));
        assertThat(kept()).isEmpty();
    }

    @Test
    void aWrongPasswordKeepsNothing() throws Exception {
        WizProcess.Result wrong = wiz.runWithInput("wrong\n", "login", "ann");
        assertThat(wrong.err()).isEqualTo("wiz: login: 401 UNAUTHORIZED: the name or the password is wrong\n");
        assertThat(wrong.status()).isEqualTo(1);
        WizProcess.Result none = wiz.run("login", "ann");
        assertThat(none.err()).isEqualTo("wiz: no password came; type one, or send it as a line of standard input\n");
        assertThat(none.status()).isEqualTo(64);
        WizProcess.Result nobody = wiz.runWithInput("glass otter lantern\n", "login");
        assertThat(nobody.err()).isEqualTo("wiz: NAME is missing; see bin/wiz login --help\n");
        assertThat(nobody.status()).isEqualTo(64);
        assertThat(kept()).isEmpty();
    }

    @Test
    void aTokenThatCannotBeEndedIsKept() throws Exception {
        login();
        server.close();
        assertThat(wiz.run("logout").status()).isEqualTo(69);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void whoAsksMembersAndJobsIsTheSame() throws Exception {
        try (FakeRest rest = new FakeRest()) {
            new WizProcess(folder, rest.port()).ownsServer("s3cret");
            Logins logins = new Logins(new StateFolder(folder.resolve("wiz")));
            logins.keep(
                    new Login("ann", TOKEN, "2100-01-01T00:00:00Z"),
                    List.of(new ServerAddress("127.0.0.1", rest.port())));
            rest.on("GET /api/jobs/", 200, "application/json", "{\"jobs\":[]}");
            new WizProcess(folder, rest.port()).run("jobs");
            assertThat(rest.requests().getFirst().header("Authorization")).isEqualTo("Bearer tok-1");
        }
    }
}
