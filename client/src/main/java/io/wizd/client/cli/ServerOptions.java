package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.ClientConfig;
import io.wizd.client.Identity;
import io.wizd.client.ReplyError;
import io.wizd.client.ServerAddress;
import io.wizd.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which server, and who asks: the options that every command has. */
final class ServerOptions {
    private static final String ADMIN = "admin";
    private static final String LOCAL_HOST = "127.0.0.1";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            split = ",",
            scope = ScopeType.INHERIT,
            converter = AddressConverter.class,
            description = "Where wizd listens, or several separated by commas, any of which may answer (default:"
                    + " 127.0.0.1, with the port WIZD_PORT if that is set, else that of the server that runs on the"
                    + " data directory, WIZD_DATA, else 8003)")
    private List<ServerAddress> servers = List.of();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description =
                    "The account to send as (default: that of bin/wiz login, else none; for members and jobs admin, if"
                            + " its password is at hand)")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Holds the password of that account (default for admin: the file admin-password in the"
                    + " data directory, WIZD_DATA, for the server that runs there)")
    private @Nullable Path passwordFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            defaultValue = "10",
            description = "How long to wait for a reply (default: ${DEFAULT-VALUE})")
    private double timeoutSeconds = 10;

    /** The one that was used, if any. */
    private volatile @Nullable Login login;

    /** Whether something was sent without credentials. */
    private volatile boolean isNobody;

    List<ServerAddress> servers() {
        return servers.isEmpty()
                ? List.of(ourServer())
                : servers.stream().distinct().toList();
    }

    private static ServerAddress ourServer() {
        String port = System.getenv("WIZD_PORT");
        if (port == null || port.isEmpty()) {
            return LocalServer.ofEnvironment()
                    .runningServer()
                    .orElse(new ServerAddress(LOCAL_HOST, ClientConfig.DEFAULT_PORT));
        }
        try {
            return ServerAddress.parse(LOCAL_HOST + ":" + port);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.USAGE, "WIZD_PORT = " + port + " is not a port");
        }
    }

    /** The servers for people. */
    String addresses() {
        return config().addresses();
    }

    int timeoutMs() {
        if (!(timeoutSeconds >= 0.001 && timeoutSeconds <= 86_400)) {
            throw new Failure(Exit.USAGE, "--timeout is 0.001 to 86400 seconds, not " + timeoutSeconds);
        }
        return (int) Math.round(timeoutSeconds * 1000);
    }

    Client newClient() {
        return newClient(servers());
    }

    Client newClient(List<ServerAddress> some) {
        return newClient(some, identity(some));
    }

    Client newClient(List<ServerAddress> some, Identity sender) {
        return new Client(ClientConfig.at(some).withTimeoutMs(timeoutMs()).withIdentity(sender));
    }

    ClientConfig config() {
        return ClientConfig.at(servers());
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** What is in {@code --password-file}, if that is given. */
    Optional<String> password() {
        return Optional.ofNullable(passwordFile).map(ServerOptions::readPassword);
    }

    /** Who asks these servers: the account of {@code --user}, else that of a login, else nobody. */
    Identity identity(List<ServerAddress> some) {
        if (passwordFile == null) {
            Login found = Logins.ofUser()
                    .at(some)
                    .filter(kept -> user == null || user.equals(kept.name()))
                    .orElse(null);
            login = found;
            if (found != null) {
                return Identity.bearer(found.token());
            }
        }
        if (user == null) {
            isNobody = true;
            return Identity.NOBODY;
        }
        if (passwordFile == null && !(user.equals(ADMIN) && areOurs(some))) {
            throw new Failure(
                    Exit.USAGE,
                    "give the password of " + user + " with --password-file FILE, or log in: " + loginAs(user));
        }
        return Identity.account(user, readPassword(passwordFile != null ? passwordFile : adminPasswordFile()));
    }

    /** The password in the data directory is for the server that runs there, and must go to no other. */
    private static boolean areOurs(List<ServerAddress> some) {
        return LocalServer.ofEnvironment()
                .runningServer()
                .filter(ours -> some.stream().allMatch(server -> isSame(server, ours)))
                .isPresent();
    }

    private static boolean isSame(ServerAddress one, ServerAddress other) {
        return one.port() == other.port()
                && (one.host().equals(other.host()) || isLoopback(one.host()) && isLoopback(other.host()));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals(LOCAL_HOST);
    }

    /** The token of the administrator of these servers, where its password is at hand. */
    Optional<String> adminToken(List<ServerAddress> some) {
        boolean isAdmins = user == null || user.equals(ADMIN);
        Path file = passwordFile != null && isAdmins ? passwordFile : adminPasswordFile();
        if (passwordFile == null && !(areOurs(some) && Files.isReadable(file))) {
            return Optional.empty();
        }
        return Optional.ofNullable(Identity.account(ADMIN, readPassword(file)).token());
    }

    /**
     * What an Authorization header holds: the account of {@code --user} or of a login, else the administrator where that is
     * at hand.
     */
    Optional<String> authorization() {
        return Optional.ofNullable(identity(servers()).token()).or(() -> adminToken(servers()));
    }

    /** What to do about an error: wait, say who you are, or log in again. */
    Optional<String> adviceOn(ReplyError error) {
        if (error.retryAfterMs() != null && error.status() == ErrorCode.RATE_LIMITED.httpStatus()) {
            return Optional.of("it is worth to try again in " + Texts.duration(error.retryAfterMs()));
        }
        if (error.status() != ErrorCode.UNAUTHORIZED.httpStatus()) {
            return Optional.empty();
        }
        Login used = login;
        if (used != null) {
            // A login that is sent as a message is refused for a wrong password.
            return error.description().contains("token")
                    ? Optional.of("the login of " + used.name() + " is over: log in again with " + loginAs(used.name()))
                    : Optional.empty();
        }
        return isNobody
                ? Optional.of("name an account with --user NAME --password-file FILE, or log in: " + loginAs("NAME"))
                : Optional.empty();
    }

    /** The command by which somebody logs in where these options lead. */
    String loginAs(String name) {
        String where = servers.isEmpty()
                ? ""
                : " --server " + servers.stream().map(ServerAddress::toString).collect(Collectors.joining(","));
        return "bin/wiz login" + where + " " + name;
    }

    /** Where the first start of a server leaves it. */
    Path adminPasswordFile() {
        return LocalServer.ofEnvironment().adminPassword();
    }

    private static String readPassword(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure(
                    Exit.NO_INPUT, "cannot read the password from " + file + ": name its file with --password-file");
        }
    }
}
