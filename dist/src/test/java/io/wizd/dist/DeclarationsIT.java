package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.dist.Distribution.Result;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/wizd access} and {@code bin/wizd routes}, where neither a server nor a database runs. */
class DeclarationsIT {
    @TempDir
    Path folder;

    @Test
    void accessIsThatOfTheConfigurationInForce() throws IOException {
        List<String> usual = lines("access", "wizd.port = 0");
        assertThat(usual.getFirst()).matches("MESSAGE +ROUTES +WHO");
        assertThat(usual)
                .anyMatch(line -> line.matches("kv-get +GET /kv/\\{key} +anyone"))
                .anyMatch(line ->
                        line.matches("member-create +POST /api/members/, POST /api/members/create/ +operator, admin"))
                .anyMatch(line -> line.matches("register +- +anyone \\(userID and deviceID\\)"))
                .anyMatch(line -> line.matches("logout +POST /api/logout, DELETE /api/session +any account"));

        assertThat(lines("access", "wizd.profile = production"))
                .anyMatch(line -> line.matches("kv-get +GET /kv/\\{key} +any account"));
        assertThat(lines("access", "wizd { profile = production, access.kv { read = anyone, write = operator } }"))
                .anyMatch(line -> line.matches("kv-get +GET /kv/\\{key} +anyone"))
                .anyMatch(line -> line.matches("kv-set +PUT /kv/\\{key} +operator, admin"))
                .anyMatch(line -> line.matches("kv-batch +POST /kv/ +operator, admin"));
    }

    @Test
    void routesHaveTheirTypesAndStatuses() throws IOException {
        List<String> routes = lines("routes", "wizd.port = 0");
        assertThat(routes.getFirst()).matches("METHOD +PATH +MESSAGE +STATUS");
        assertThat(routes)
                .anyMatch(line -> line.matches("PUT +/kv/\\{key} +kv-set +200, 201"))
                .anyMatch(line -> line.matches("DELETE +/api/members/\\{id}/ +member-delete +204"))
                .anyMatch(line -> line.matches("PUT +/api/members/batch +member-import +200, 202"));
    }

    @Test
    void bothAreForProgramsTooAndKnowTheSameRoutes() throws IOException {
        String external = """
                wizd.database {
                  mode = external
                  main.url = "jdbc:mysql://127.0.0.1:1/wizd_main"
                  partitions = [{ name = only, url = "jdbc:mysql://127.0.0.1:1/wizd_only" }]
                  owner.user = owner
                  app.user = app
                }
                """;
        JsonNode access =
                Jsons.MAPPER.readTree(run("access", external, "--json").out());
        JsonNode routes =
                Jsons.MAPPER.readTree(run("routes", external, "--json").out());

        assertThat(access.get(0).properties())
                .extracting(field -> field.getKey())
                .containsExactly("type", "routes", "who");
        assertThat(routes.get(0).properties())
                .extracting(field -> field.getKey())
                .containsExactly("method", "path", "type", "statuses");
        assertThat(elements(routes).stream()
                        .map(row -> row.path("method").asText() + " "
                                + row.path("path").asText()))
                .containsExactlyElementsOf(elements(access).stream()
                        .flatMap(row -> elements(row.path("routes")).stream())
                        .map(JsonNode::asText)
                        .toList());
    }

    @Test
    void aMisspeltCommandGetsASuggestion() {
        assertThat(Distribution.wizdHere("acess").err()).contains("access");
        assertThat(Distribution.wizdHere("routs").err()).contains("routes");
        assertThat(Distribution.wizdHere("migrat").err()).contains("migrate");
        assertThat(Distribution.wizdHere("db", "chek").err()).contains("check");
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private List<String> lines(String command, String config) throws IOException {
        return run(command, config).out().lines().toList();
    }

    private Result run(String command, String config, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("wizd.conf"), config);
        List<String> arguments =
                new ArrayList<>(List.of(command, "--config", file.toString(), "--data", folder + "/data"));
        arguments.addAll(List.of(more));
        Result call = Distribution.wizdHere(arguments.toArray(String[]::new));
        assertThat(call.status()).as("%s", call).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
        return call;
    }
}
