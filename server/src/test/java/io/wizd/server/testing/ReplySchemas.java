package io.wizd.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.handlers.spec.JsonSchema;
import io.wizd.handlers.spec.MessageType;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the specs of the built-in handlers say that the data of their replies look like. */
public final class ReplySchemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final Map<String, com.networknt.schema.JsonSchema> byType = new HashMap<>();

    /** Of every built-in type. No database is asked for them. */
    public ReplySchemas() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        JdbcAddress nowhere = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");
        try (Database database = new Database("nowhere", nowhere, 1, 1, registry)) {
            for (MessageType<?, ?> row : TestServices.table(database, registry).rows()) {
                String schema = Jsons.write(JsonSchema.of(row.spec().out())).toString();
                byType.put(row.spec().type(), FACTORY.getSchema(schema));
            }
        }
    }

    /** Fails where a reply is a success and its data are not as declared. */
    public void check(byte[] reply) throws IOException {
        JsonNode envelope = Jsons.MAPPER.readTree(reply);
        if (envelope.at("/result/Error").asInt(-1) == 0) {
            String type = envelope.path("msgType").textValue();
            var schema = Objects.requireNonNull(byType.get(type), () -> "no type " + type);
            assertThat(schema.validate(envelope.path("data")))
                    .as("%s: %s", type, envelope)
                    .isEmpty();
        }
    }
}
