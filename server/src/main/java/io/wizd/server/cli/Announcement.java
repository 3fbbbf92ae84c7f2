package io.wizd.server.cli;

import io.wizd.handlers.spec.MessageAccess;
import io.wizd.server.AccessConfig;
import io.wizd.server.http.site.HostNames;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a person reads when the server serves: the ready line, and three commands that work when pasted; or where databases
 * are away, one line that says so.
 *
 * @param url where it serves
 * @param access as the server on its address has it
 * @param home of the installation
 * @param away why, by the names of the databases that are away
 */
record Announcement(String url, Path data, AccessConfig access, Path home, Map<String, String> away) {
    private static final int DEFAULT_PORT = 8003;

    List<String> lines() {
        if (!away.isEmpty()) {
            return List.of(
                    "wizd is up on " + url + " (data: " + data + ") and answers 503 to what needs these databases"
                            + " until they are back: "
                            + away.entrySet().stream()
                                    .map(database -> database.getKey() + " (" + database.getValue() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        List<String> lines = new ArrayList<>();
        lines.add("wizd ready on " + url + " (data: " + data + ")");
        HostNames hosts = access.sites().hosts();
        if (hosts.isReachable()) {
            // Else somebody would look for long why a name that leads here is not answered.
            lines.add("answers HTTP requests for " + hosts + " (wizd.access.hosts)");
        }
        lines.add("try next:");
        lines.add("  " + keys());
        lines.add("  " + wiz());
        lines.add("  " + members());
        return lines;
    }

    private String keys() {
        String key = url + "/kv/hello";
        return "curl -sS" + credentials(access.messages().kvWrite()) + " --json '\"world\"' -X PUT " + key
                + " && curl -sS" + credentials(access.messages().kvRead()) + " " + key;
    }

    private String credentials(MessageAccess.Who who) {
        return who.access().isOpen() ? "" : " -u " + admin();
    }

    /** Of an installation whose administrator's password is elsewhere, curl asks for it. */
    private String admin() {
        Path password = data.resolve("admin-password");
        return Files.exists(password) ? "\"admin:$(cat " + quoted(password.toString()) + ")\"" : "admin";
    }

    /** Whoever has the password of the administrator can write; on databases of another wizd, which has it, all can read. */
    private String members() {
        Path password = data.resolve("admin-password");
        if (!Files.exists(password)) {
            return "curl -sS '" + url + "/api/members/?aid=90001'";
        }
        return "curl -sS -u " + admin() + " --json "
                + "'[{\"first_name\":\"Ada\",\"last_name\":\"King\",\"phone_number\":\"9995551815\","
                + "\"client_member_id\":1815,\"account_id\":1}]' -X PUT " + url + "/api/members/batch";
    }

    private String wiz() {
        URI address = URI.create(url);
        // It finds the server of the installation's own data directory, and another only by its address.
        boolean isFound = url.equals("http://127.0.0.1:" + DEFAULT_PORT) && data.equals(home.resolve("data"));
        String server = isFound ? "" : " --server " + address.getRawAuthority();
        Path here = ConfigOptions.workingFolder();
        String program =
                here.equals(home) ? "bin/wiz" : quoted(home.resolve("bin/wiz").toString());
        return program + server + " ping";
    }

    /** As one word for a shell, also inside of double quotes and $( ). */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
