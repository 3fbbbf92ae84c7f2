package io.wizd.client.cli;

import io.wizd.client.ServerAddress;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The logins of {@code wiz login}: a file for each server, which only its user may read. */
record Logins(StateFolder folder) {
    static Logins ofUser() {
        return new Logins(StateFolder.ofUser());
    }

    /** The login that is good for all of these servers: a token is for the servers at which it was asked for, and no other. */
    Optional<Login> at(List<ServerAddress> servers) {
        Set<Optional<Login>> logins = servers.stream().map(this::read).collect(Collectors.toSet());
        return logins.size() == 1 ? logins.iterator().next() : Optional.empty();
    }

    private Optional<Login> read(ServerAddress server) {
        Path file = folder.path().resolve(nameOf(server));
        try {
            return Optional.of(Jsons.read(Json.of(Files.readAllBytes(file)), Login.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(Exit.NO_INPUT, "cannot read the login in " + file + ": log in again, or delete it");
        }
    }

    /** Keeps a login for each of these servers, in place of the one before. */
    void keep(Login login, List<ServerAddress> servers) {
        for (ServerAddress server : servers) {
            Path file = folder.file(nameOf(server));
            try {
                // A temporary file is made for its user alone, and keeps that when it gets its name.
                Path part = Files.createTempFile(folder.path(), "login", ".part");
                Files.write(part, Jsons.write(login).toBytes());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new Failure(Exit.CANNOT_CREATE, "cannot write " + file + ": " + e.getMessage());
            }
        }
    }

    void forget(List<ServerAddress> servers) {
        for (ServerAddress server : servers) {
            Path file = folder.path().resolve(nameOf(server));
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new Failure(Exit.CANNOT_CREATE, "cannot delete " + file + ": " + e.getMessage());
            }
        }
    }

    private static String nameOf(ServerAddress server) {
        return "login-" + URLEncoder.encode(server.toString(), StandardCharsets.UTF_8) + ".json";
    }
}
