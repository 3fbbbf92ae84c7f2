package io.wizd.client.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs cases, one after the other, over any transport. One thread. */
public final class CaseRunner {
    /** Numbers stay as they are, so that 2^53 + 1 and 0.1 compare as what they are. */
    private static final ObjectMapper EXACT = Jsons.MAPPER
            .copy()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private static final String BASIC = "Basic ";
    private static final String PASSWORD = "\"${password}\"";

    private final CaseExchange exchange;
    private final Map<String, String> tokens;

    /**
     * @param exchange how a message gets to the server
     * @param tokens the token that the envelopes of a case carry, by the name in {@code as}
     */
    public CaseRunner(CaseExchange exchange, Map<String, String> tokens) {
        this.exchange = exchange;
        this.tokens = Map.copyOf(tokens);
    }

    /** Runs one case; whatever goes wrong is a difference. */
    public CaseResult run(MessageCase messageCase) {
        return new CaseResult(messageCase, differences(messageCase));
    }

    private List<String> differences(MessageCase messageCase) {
        CaseVariables variables = new CaseVariables();
        if (messageCase.as() != null && !tokens.containsKey(messageCase.as())) {
            return List.of("not sent: the password of " + messageCase.as() + " is missing; name its file with"
                    + " --password-file FILE");
        }
        try {
            for (int i = 0; i < messageCase.before().size(); i++) {
                JsonNode reply =
                        send(messageCase, variables, messageCase.before().get(i));
                if (reply.path("result").path("Error").asInt(-1) != 0) {
                    return List.of("before[" + i + "] failed: " + reply);
                }
                variables.addEarlier(reply.path("data"));
            }
            JsonNode reply = send(messageCase, variables, messageCase.send());
            return ReplyMatcher.differences(parse(variables.resolve(messageCase.expect())), reply);
        } catch (JsonProcessingException e) {
            return List.of("the reply is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return List.of("no reply: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return List.of("the case is wrong: " + e.getMessage());
        }
    }

    private JsonNode send(MessageCase messageCase, CaseVariables variables, Json template) throws IOException {
        Json envelope = variables.resolve(template);
        if (messageCase.as() != null) {
            String token = Objects.requireNonNull(tokens.get(messageCase.as()));
            if (envelope.toString().contains(PASSWORD)) {
                envelope = Json.of(envelope.toString().replace(PASSWORD, password(token)));
            }
            if (!hasToken(envelope)) {
                envelope = signed(envelope, token);
            }
        }
        return parse(exchange.exchange(envelope));
    }

    private static boolean hasToken(Json envelope) throws IOException {
        return envelope.toString().contains("\"token\"") && parse(envelope).has("token");
    }

    /** The password in Basic credentials, as JSON. */
    private static String password(String token) {
        String credentials =
                new String(Base64.getDecoder().decode(token.substring(BASIC.length())), StandardCharsets.UTF_8);
        return Jsons.write(credentials.substring(credentials.indexOf(':') + 1)).toString();
    }

    private static Json signed(Json envelope, String token) {
        String rest = envelope.toString().substring(1).strip();
        String comma = rest.startsWith("}") ? "" : ",";
        return Json.of("{\"token\":" + Jsons.write(token) + comma + rest);
    }

    private static JsonNode parse(Json json) throws IOException {
        JsonNode tree = EXACT.readTree(json.array(), json.offset(), json.length());
        return tree.isMissingNode() ? NullNode.getInstance() : tree;
    }
}
