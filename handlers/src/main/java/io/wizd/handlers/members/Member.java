package io.wizd.handlers.members;

import io.wizd.handlers.spec.Doc;

/** A member as it is stored; the names are those of the REST API. */
public record Member(
        @Doc("Unique in the whole installation; made by the server")
        long id,

        @Doc("1 to 50 characters") String first_name,
        @Doc("1 to 50 characters") String last_name,
        @Doc("1 to 15 digits, the first not 0") String phone_number,
        @Doc("Unique within the account") long client_member_id,
        @Doc("The account that the member belongs to") long account_id) {}
