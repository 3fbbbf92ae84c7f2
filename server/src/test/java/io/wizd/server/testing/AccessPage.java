package io.wizd.server.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.kv.KvAccess;
import io.wizd.handlers.kv.KvAccess.Who;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.protocol.Effect;
import io.wizd.server.dispatch.AccessRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who may send what: the table of docs/access.md, as the code has it and as the page has it. */
public final class AccessPage {
    /** Where keys may be kept to those who have an account. */
    public static final KvAccess PRODUCTION = new KvAccess(Who.USER, Who.USER, Who.USER);

    private static final Path PAGE = Path.of("../docs/access.md");
    private static final String HEAD = "| message | routes | who |\n|---|---|---|\n";
    private static final String IN_PRODUCTION = "; in production ";

    private AccessPage() {}

    /** One line of it. */
    public record Row(String type, List<String> routes, String who) {
        /** Whether wrong credentials are refused from those who need none. */
        public boolean refusesWrongCredentials() {
            return who.equals(AccessRow.ANYONE_WITHOUT_WRONG);
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
        Map<String, String> production = whoByType(PRODUCTION);
        Map<String, String> byRead = whoByType(new KvAccess(Who.OPERATOR, Who.ANYONE, Who.ANYONE));
        Map<String, String> byWrite = whoByType(new KvAccess(Who.ANYONE, Who.OPERATOR, Who.ANYONE));
        return AccessRow.of(table(KvAccess.OPEN)).stream()
                .map(row -> {
                    List<String> keys = new ArrayList<>();
                    if (!row.who().equals(byRead.get(row.type()))) {
                        keys.add("`wizd.access.kv.read`");
                    }
                    if (!row.who().equals(byWrite.get(row.type()))) {
                        keys.add("`wizd.access.kv.write`");
                    }
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
        return table(KvAccess.OPEN).rows().stream()
                .map(MessageType::spec)
                .filter(spec -> spec.effect() != Effect.READ)
                .filter(spec ->
                        spec.routes().stream().anyMatch(route -> route.verb().equals("GET")))
                .map(MessageSpec::type)
                .toList();
    }

    private static Map<String, String> whoByType(KvAccess kv) {
        return AccessRow.of(table(kv)).stream().collect(Collectors.toMap(AccessRow::type, AccessRow::who));
    }

    private static HandlerTable table(KvAccess kv) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Database nowhere = new Database("nowhere", TestServices.NOWHERE, 1, 1, registry)) {
            return TestServices.table(nowhere, registry, kv);
        }
    }
}
