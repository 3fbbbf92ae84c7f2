package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.putJson;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.wizd.client.cases.CaseFiles;
import io.wizd.client.cases.MessageCase;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.http.wire.PathTemplate;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of the API is whole, and true. */
class OpenApiTest {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonNode DOCUMENT = document();

    private static JsonNode document() {
        RawResponse response = responseTo(request("GET /openapi.json HTTP/1.1"));
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        return Jsons.read(Json.of(response.body()), JsonNode.class);
    }

    @Test
    void everyRouteOfEveryTypeIsThere() {
        JsonNode types =
                Jsons.read(Json.of(responseTo(request("GET /types HTTP/1.1")).body()), JsonNode.class);
        for (JsonNode type : types.get("types")) {
            assertThat(operation("post", "/messages/" + type.get("type").asText())
                            .isMissingNode())
                    .isFalse();
            for (JsonNode route : type.get("routes")) {
                String[] verbAndPath = route.asText().split(" ");
                JsonNode operation = operation(verbAndPath[0], verbAndPath[1]);
                assertThat(operation.path("description").asText())
                        .startsWith("The message type " + type.get("type").asText() + ".");
                assertThat(operation.at("/security/0").has("account"))
                        .isEqualTo(!type.get("access").asText().isEmpty());
            }
        }
        assertThat(DOCUMENT.get("paths").has("/health/ready")).isTrue();
    }

    @Test
    void itIsValidByTheSchemaOfOpenApi() throws IOException {
        JsonSchema metaSchema = metaSchema();
        JsonNode wrong = DOCUMENT.deepCopy();
        ((ObjectNode) wrong.at("/paths/~1ping/get")).putObject("responses").putObject("999");

        assertThat(metaSchema.validate(DOCUMENT)).isEmpty();
        assertThat(metaSchema.validate(wrong)).as("the schema does check").isNotEmpty();
    }

    private static JsonSchema metaSchema() throws IOException {
        try (InputStream file = OpenApiTest.class.getResourceAsStream("/openapi/schema-3.1-2026-08-03.json")) {
            return FACTORY.getSchema(file);
        }
    }

    @Test
    void itHasTheShapeOfOpenApi() {
        assertThat(DOCUMENT.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(DOCUMENT.get("info").fieldNames()).toIterable().contains("title", "version");
        Set<String> ids = new HashSet<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    String id = operation.get("operationId").asText();
                    assertThat(id).matches("[a-z][A-Za-z0-9]*");
                    assertThat(ids.add(id)).as("%s is there once", id).isTrue();
                    assertThat(tags()).as(id).contains(operation.at("/tags/0").asText());
                    assertThat(operation.path("security").isArray()).as(id).isTrue();
                    assertThat(operation.get("responses").size()).isPositive();
                    operation
                            .get("responses")
                            .forEach(response -> assertThat(resolved(response)
                                            .get("description")
                                            .asText())
                                    .isNotEmpty());
                    List<String> inPath = new ArrayList<>();
                    operation.path("parameters").forEach(parameter -> {
                        assertThat(parameter.get("in").asText()).isIn("path", "query", "header");
                        if (parameter.get("in").asText().equals("path")) {
                            assertThat(parameter.get("required").asBoolean()).isTrue();
                            inPath.add(parameter.get("name").asText());
                        }
                    });
                    assertThat(inPath).containsExactlyInAnyOrderElementsOf(PathTemplate.variableNames(path.getKey()));
                }));
    }

    private static List<String> tags() {
        return DOCUMENT.get("tags").findValuesAsText("name");
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    @Test
    void whatGetHasHeadHasWithoutABody() {
        for (JsonNode path : DOCUMENT.get("paths")) {
            assertThat(path.has("head")).isEqualTo(path.has("get"));
            path.path("head")
                    .path("responses")
                    .forEach(response ->
                            assertThat(resolved(response).has("content")).isFalse());
        }
    }

    /** A type whose first case that succeeds does not say all of the reply has no example of it. */
    @Test
    void everyTypeHasExamplesAndTheyAreAsDescribed() {
        List<String> withoutReply = new ArrayList<>();
        for (JsonNode path : DOCUMENT.get("paths")) {
            for (JsonNode operation : path) {
                for (JsonNode parent : operation.findParents("example")) {
                    assertThat(faults(
                                    parent.get("schema"), parent.get("example").toString()))
                            .as("%s: %s", operation.get("operationId"), parent.get("example"))
                            .isEmpty();
                }
                String id = operation.get("operationId").asText();
                if (id.startsWith("send")
                        && !operation
                                .at("/responses/200/content/application~1json")
                                .has("example")) {
                    withoutReply.add(id);
                }
            }
        }
        assertThat(withoutReply)
                .as(
                        "no case can begin a job, or knows a link of a mail or the number of a token; and an array of envelopes"
                                + " has many replies")
                .containsExactlyInAnyOrder(
                        "sendMemberImport",
                        "sendJobGet",
                        "sendJobCancel",
                        "sendJobRejects",
                        "sendTokenRevoke",
                        "sendUserConfirm",
                        "sendPasswordReset",
                        "sendEnvelopes");
    }

    private static Set<ValidationMessage> faults(JsonNode schema, String json) {
        ObjectNode whole = resolved(schema).deepCopy();
        whole.set("components", DOCUMENT.get("components"));
        return FACTORY.getSchema(whole).validate(json, InputFormat.JSON);
    }

    @Test
    void everyStatusThatACaseGetsIsDescribed() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (MessageCase one : CaseFiles.builtIn()) {
            JsonNode expect = Jsons.read(one.expect(), JsonNode.class);
            int error = expect.path("Error").asInt(-1);
            boolean isOfType = !expect.path("Code").asText().equals("UNKNOWN_TYPE");
            if (error > 0
                    && isOfType
                    && !operation("post", "/messages/" + one.type())
                            .path("responses")
                            .has("" + error)) {
                missing.add(one.type() + ": " + error);
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} with {3}: {4}")
    @CsvSource({
        "GET,/ping?x=1,/ping,Accept: */*,400",
        "GET,/api/jobs/1,/api/jobs/{id},Accept: */*,401",
        "GET,/kv/no-such-key,/kv/{key},Accept: */*,404",
        "GET,/ping,/ping,Accept: text/csv,406",
        "GET,/health/live,/health/live,Accept: text/csv,406",
        "GET,/ping,/ping,If-Match: \"1\",412",
        "GET,/metrics,/metrics,If-Match: \"1\",412",
        "POST,/ping,/ping,If-Match: *,412",
        "POST,/ping,/ping,Content-Length: 100000000,413",
        "POST,/messages,/messages,Content-Length: 100000000,413",
        "PUT,/api/members/1,/api/members/{id},Content-Type: text/plain,415",
        "POST,/ping,/ping,Expect: nothing,417",
        "GET,/,/,Accept: text/html,200",
        "GET,/,/,Accept: application/json,405",
        "GET,/,/,If-Match: \"1\",405",
        "HEAD,/fib/x,/fib/{N},Accept: */*,400",
        "HEAD,/ping,/ping,Accept: */*,200"
    })
    void theStatusOfARequestIsDescribed(String verb, String path, String template, String field, int status) {
        boolean hasBody = field.startsWith("Content-Type") || field.startsWith("Expect");
        String line = verb + " " + path + " HTTP/1.1";
        RawResponse response;
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(hasBody ? requestWithBody(line, "{}", field) : request(line, field));
            response = verb.equals("HEAD") ? connection.readHeadResponse() : connection.readResponse();
        }
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        assertThat(operation(verb, template).path("responses").has("" + status)).isTrue();
    }

    @Test
    void everySchemaIsOneAndEveryReferenceLeadsSomewhere() {
        List<JsonNode> schemas = new ArrayList<>(DOCUMENT.findValues("schema"));
        DOCUMENT.at("/components/schemas").forEach(schemas::add);
        assertThat(schemas).hasSizeGreaterThan(20);
        for (JsonNode schema : schemas) {
            assertThat(FACTORY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                            .validate(schema))
                    .as("%s", schema)
                    .isEmpty();
        }
        for (JsonNode reference : DOCUMENT.findValues("$ref")) {
            assertThat(DOCUMENT.at(reference.asText().substring(1)).isMissingNode())
                    .as("%s", reference)
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,/ping,/ping",
        "GET,/fib/50,/fib/{N}",
        "GET,/types,/types",
        "GET,/me,/me",
        "GET,/api/members/?limit=3,/api/members",
        "GET,/kv/described,/kv/{key}",
        "POST,/messages/ping,/messages/ping",
        "GET,/fib/x,/fib/{N}",
        "GET,/kv/no-such-key,/kv/{key}"
    })
    void repliesAreAsDescribed(String verb, String path, String template) {
        responseTo(putJson("/kv/described", "[1]"));
        RawResponse response = responseTo(request(verb + " " + path + " HTTP/1.1"));
        JsonNode described = resolved(
                        operation(verb, template).path("responses").path(String.valueOf(response.status())))
                .path("content")
                .path(response.header("Content-Type"))
                .path("schema");
        assertThat(described.isMissingNode()).as("%s", response).isFalse();
        assertThat(faults(described, response.body())).isEmpty();
    }

    private static JsonNode operation(String verb, String path) {
        // A trailing slash makes no difference, and the description has none.
        return DOCUMENT.get("paths").path(path.replaceFirst("(?<=.)/$", "")).path(verb.toLowerCase(Locale.ROOT));
    }

    @Test
    void aPatchIsDescribedAsItIsChecked() {
        JsonNode content = operation("PATCH", "/api/members/{id}/").at("/requestBody/content");
        assertThat(names(content)).containsExactly("application/json", "application/merge-patch+json");
        JsonSchema schema = FACTORY.getSchema(
                content.at("/application~1merge-patch+json/schema").toString());
        assertThat(schema.validate(
                        "{\"id\":1,\"first_name\":\"A\",\"last_name\":\"B\",\"phone_number\":\"1\","
                                + "\"client_member_id\":1,\"account_id\":1}",
                        InputFormat.JSON))
                .as("a member as it was read")
                .isEmpty();
        assertThat(schema.validate("{}", InputFormat.JSON)).isEmpty();
        assertThat(schema.validate("{\"first_nam\":\"A\"}", InputFormat.JSON)).hasSize(1);
        assertThat(schema.validate("{\"first_name\":null}", InputFormat.JSON)).hasSize(1);
    }

    /** Of a server whose routes declare everything that a route can. */
    @Test
    void everythingThatARouteCanDeclareIsDescribed() {
        try (TestWizd wizd = TestWizd.start(new Blobs());
                RawConnection connection = wizd.connect()) {
            RawResponse response =
                    connection.send(request("GET /openapi.json HTTP/1.1")).readResponse();
            JsonNode blob = Jsons.read(Json.of(response.body()), JsonNode.class)
                    .path("paths")
                    .path("/blobs/{key}");
            JsonNode put = blob.path("put");
            assertThat(names(put.at("/requestBody/content"))).containsExactly("application/json", "*/*");
            assertThat(put.path("parameters").findValuesAsText("name"))
                    .containsExactly("key", "ttlMs", "Idempotency-Key", "If-Match", "If-None-Match");
            assertThat(names(put.path("responses"))).contains("200", "201", "412", "413", "415");
            assertThat(names(put.at("/responses/201/headers"))).containsExactly("ETag", "Location");
            assertThat(names(put.at("/responses/200/headers"))).containsExactly("ETag");
            JsonNode get = blob.path("get");
            assertThat(names(get.at("/responses/200/content")))
                    .containsExactly("application/json", "application/xml", "text/html", "text/plain", "*/*");
            assertThat(names(get.path("responses"))).contains("304", "406", "412");
            assertThat(names(get.at("/responses/200/headers"))).containsExactly("ETag", "Warning");
            assertThat(blob.at("/delete/responses/204").has("content")).isFalse();
            assertThat(blob.at("/delete").has("requestBody")).isFalse();
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
