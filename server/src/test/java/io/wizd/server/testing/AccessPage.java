package io.wizd.server.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.handlers.spec.MessageAccess.Who;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.protocol.Effect;
import io.wizd.server.dispatch.AccessRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who may send what: the table of docs/access.md, as the code has it and as the page has it. */
public final class AccessPage {
    /** What the profile production has. */
    public static final MessageAccess PRODUCTION = new MessageAccess(Who.USER, Who.USER, Who.USER, Who.OPERATOR);

    /** Keys of the configuration, each with an access that it alone closes. */
    private static final Map<String, MessageAccess> BY_KEY = new TreeMap<>(Map.of(
            "`wizd.access.kv.read`", new MessageAccess(Who.OPERATOR, Who.ANYONE, Who.ANYONE, Who.ANYONE),
            "`wizd.access.kv.write`", new MessageAccess(Who.ANYONE, Who.OPERATOR, Who.ANYONE, Who.ANYONE),
            "`wizd.access.stats`", new MessageAccess(Who.ANYONE, Who.ANYONE, Who.ANYONE, Who.OPERATOR)));

    private static final Path PAGE = Path.of("../docs/access.md");
    private static final String HEAD = "| message | routes | who |\n|---|---|---|\n";
    private static final String IN_PRODUCTION = "; in production ";

    private AccessPage() {}

    /** One line of it. */
    public record Row(String type, List<String> routes, String who) {
        /** Whether wrong credentials are refused from those who need none. */
        public boolean refusesWrongCredentials() {
            return who.startsWith(AccessRow.ANYONE_WITHOUT_WRONG);
        }

        /** Whether somebody of the role may send it; of the role of nobody where there are no credentials or wrong ones. */
        public boolean admits(String role, boolean inProduction) {
            int production = who.indexOf(IN_PRODUCTION);
            String said = production < 0
                    ? who
                    : inProduction ? who.substring(production + IN_PRODUCTION.length()) : who.substring(0, production);
            return said.startsWith("anyone")
                    || !role.isEmpty() && said.startsWith("any account")
                    || List.of(said.split(" \\(|, ", 0)).contains(role);
        }

        @Override
        public String toString() {
            return "| `" + type + "` | "
                    + routes.stream().map(route -> "`" + route + "`").collect(Collectors.joining(", ")) + " | " + who
                    + " |\n";
        }
    }

    /** The lines of the page. */
    public static List<Row> ofPage() {
        return page().lines()
                .map(line -> line.split(" *\\| *", -1))
                .map(cells -> new Row(
                        cells[1].replace("`", ""),
                        List.of(cells[2].replace("`", "").split(", ", 0)),
                        cells[3]))
                .toList();
    }

    /** The table as the page has it, without its head. */
    public static String page() {
        try {
            String page = Files.readString(PAGE);
            int begin = page.indexOf(HEAD);
            if (begin < 0) {
                throw new AssertionError(PAGE + " has no table");
            }
            return page.substring(begin + HEAD.length())
                    .lines()
                    .takeWhile(line -> line.startsWith("|"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table as the specs have it, without its head. */
    public static String ofCode() {
        Map<String, String> production = whoByType(PRODUCTION, SignUpSettings.CLOSED);
        Map<String, Map<String, String>> byKey = byKey();
        return AccessRow.of(table(MessageAccess.OPEN, SignUpSettings.OPEN)).stream()
                .map(row -> {
                    List<String> keys = byKey.keySet().stream()
                            .filter(key -> !row.who()
                                    .equals(Objects.requireNonNull(byKey.get(key))
                                            .get(row.type())))
                            .toList();
                    String who = keys.isEmpty()
                            ? row.who()
                            : row.who() + IN_PRODUCTION + production.get(row.type()) + " (" + String.join(" and ", keys)
                                    + ")";
                    return new Row(row.type(), row.routes().isEmpty() ? List.of("–") : row.routes(), who).toString();
                })
                .collect(Collectors.joining());
    }

    /** Types that write and can be sent by GET. */
    public static List<String> writesByGet() {
        return table(MessageAccess.OPEN, SignUpSettings.OPEN).rows().stream()
                .map(MessageType::spec)
                .filter(spec -> spec.effect() != Effect.READ)
                .filter(spec ->
                        spec.routes().stream().anyMatch(route -> route.verb().equals("GET")))
                .map(MessageSpec::type)
                .toList();
    }

    private static Map<String, String> whoByType(MessageAccess access, SignUpSettings signUp) {
        return AccessRow.of(table(access, signUp)).stream().collect(Collectors.toMap(AccessRow::type, AccessRow::who));
    }

    /** Who may send each message type where the key of the configuration alone is not as open as can be. */
    private static Map<String, Map<String, String>> byKey() {
        Map<String, Map<String, String>> byKey = new TreeMap<>();
        BY_KEY.forEach((key, access) -> byKey.put(key, whoByType(access, SignUpSettings.OPEN)));
        byKey.put("`wizd.access.signUp`", whoByType(MessageAccess.OPEN, SignUpSettings.CLOSED));
        return byKey;
    }

    private static HandlerTable table(MessageAccess access, SignUpSettings signUp) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Database nowhere = new Database("nowhere", TestServices.NOWHERE, 1, 1, registry)) {
            return TestServices.table(nowhere, registry, access, signUp);
        }
    }
}
