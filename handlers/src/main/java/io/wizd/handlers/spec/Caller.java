package io.wizd.handlers.spec;

import java.util.List;

/**
 * The account that a message was sent by, as its credentials say.
 *
 * @param roles in their order; {@code user}, which every account is, need not be among them
 * @param tokenId the number of the token that it was sent with; 0 for a name and a password
 */
public record Caller(String name, List<String> roles, long tokenId) {
    /** Whether it has that role, or is an administrator, who may do all. */
    public boolean is(String role) {
        return role.equals(Access.USER) || roles.contains(role) || roles.contains(Access.ADMIN);
    }
}
