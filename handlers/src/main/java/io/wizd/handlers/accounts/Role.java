package io.wizd.handlers.accounts;

import com.fasterxml.jackson.core.type.TypeReference;
import io.wizd.handlers.spec.Access;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.util.List;

/** What an account may do; the names are those of {@link Access}. */
public enum Role {
    /** Everything, and alone changes accounts. */
    admin,
    /** Writes members, and sees how the server does. */
    operator,
    /** A charging station. */
    station,
    /** What every account may. */
    user;

    /** What a field of this type expects. */
    static final String EXPECTED = "an array of 1 to 4 of admin, operator, station, user";

    private static final TypeReference<List<Role>> LIST = new TypeReference<>() {};

    /** @throws WizdException BAD_FIELD where the field roles is anything else than roles, each once at most, and one at least */
    static List<Role> listOf(Json json) {
        try {
            List<Role> roles = Jsons.MAPPER.readValue(json.array(), json.offset(), json.length(), LIST);
            if (roles != null && !roles.isEmpty() && !roles.contains(null)) {
                return roles.stream().distinct().sorted().toList();
            }
        } catch (IOException e) {
            // Told below, without what was sent.
        }
        throw WizdException.ofField("roles", "roles must be " + EXPECTED);
    }
}
