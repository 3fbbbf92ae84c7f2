package io.wizd.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wizd.protocol.Jsons;
import java.util.Map;

/** Messages of accounts to one server, over TCP. */
public final class AccountMessages {
    private final TestWizd wizd;

    /** To that server. */
    public AccountMessages(TestWizd wizd) {
        this.wizd = wizd;
    }

    /**
     * One message on a connection of its own.
     *
     * @param authorization empty for none
     * @return the whole reply
     */
    public JsonNode send(String msgType, String authorization, Map<String, ?> message) {
        ObjectNode envelope = Jsons.MAPPER.createObjectNode().put("msgType", msgType);
        if (!authorization.isEmpty()) {
            envelope.put("token", authorization);
        }
        envelope.set("message", Jsons.MAPPER.valueToTree(message));
        try (RawConnection connection = wizd.connect()) {
            return Jsons.MAPPER.readTree(connection.send(envelope.toString()).readLine());
        } catch (JsonProcessingException e) {
            throw new AssertionError("the reply is no JSON", e);
        }
    }

    /** The error code of the reply; empty where it is none. */
    public String code(String msgType, String authorization, Map<String, ?> message) {
        return send(msgType, authorization, message).at("/result/Code").asText();
    }

    /** The data of a reply that must be one. */
    public JsonNode data(String msgType, String authorization, Map<String, ?> message) {
        JsonNode reply = send(msgType, authorization, message);
        if (reply.at("/result/Error").asInt(-1) != 0) {
            throw new AssertionError(msgType + ": " + reply);
        }
        return reply.path("data");
    }

    /** What an Authorization header holds after a login. */
    public String login(String name, String password) {
        return "Bearer "
                + data("login", "", Map.of("name", name, "password", password))
                        .path("token")
                        .asText();
    }
}
