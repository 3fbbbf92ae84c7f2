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
                    + " data directory, WIZD_DATA)")
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
        if (user == null) {
            Login found = Logins.ofUser().at(some).orElse(null);
            login = found;
            return found == null ? Identity.NOBODY : Identity.bearer(found.token());
        }
        Path file = passwordFile != null ? passwordFile : adminPasswordFile();
        if (passwordFile == null && !user.equals(ADMIN)) {
            throw new Failure(Exit.USAGE, "give the password of " + user + " with --password-file FILE");
        }
        return Identity.account(user, readPassword(file));
    }

    /** The token of the administrator, where its password is at hand. */
    Optional<String> adminToken() {
        boolean isAdmins = user == null || user.equals(ADMIN);
        Path file = passwordFile != null && isAdmins ? passwordFile : adminPasswordFile();
        if (passwordFile == null && !Files.isReadable(file)) {
            return Optional.empty();
        }
        return Optional.ofNullable(Identity.account(ADMIN, readPassword(file)).token());
    }

    /**
     * What an Authorization header holds: the account of {@code --user} or of a login, else the administrator where that is
     * at hand.
     */
    Optional<String> authorization() {
        return Optional.ofNullable(identity(servers()).token()).or(this::adminToken);
    }

    /** What to do about an error that says that the login in use is over; nothing about others. */
    Optional<String> adviceOn(ReplyError error) {
        Login used = login;
        return used == null || error.status() != ErrorCode.UNAUTHORIZED.httpStatus()
                ? Optional.empty()
                : Optional.of(
                        "the login of " + used.name() + " is over: log in again with bin/wiz login " + used.name());
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
