package io.wizd.handlers.members;

import io.wizd.handlers.spec.Doc;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A member as a client gives it. (account_id, client_member_id) is its natural key. */
public record NewMember(
        @Doc("Given name") @Size(min = 1, max = 50) @Pattern(regexp = NewMember.NAME, message = NewMember.BAD_NAME)
        String first_name,

        @Doc("Family name") @Size(min = 1, max = 50) @Pattern(regexp = NewMember.NAME, message = NewMember.BAD_NAME)
        String last_name,

        @Doc("Country code and number as E.164 has them, without the plus sign")
        @Pattern(regexp = NewMember.PHONE, message = NewMember.NO_PHONE)
        String phone_number,

        @Doc("The client's own id of the member, unique within the account") @Min(1)
        long client_member_id,

        @Doc("The account") @Min(1) long account_id) {

    /**
     * A name: not of spaces alone, of whatever width, or of characters that nobody sees; and without U+FFFD, which is what
     * is left of a character that was read in a wrong charset.
     */
    static final String NAME = "[^\\uFFFD]*[^\\p{Z}\\p{Cc}\\p{Cf}\\uFFFD][^\\uFFFD]*";

    static final String BAD_NAME =
            "must have a character that can be seen, and no U+FFFD, which a wrong charset leaves of a character";

    /** A phone number: with leading zeros or a plus sign, one number would have several forms. */
    static final String PHONE = "[1-9][0-9]{0,14}";

    static final String NO_PHONE = "must be 1 to 15 digits, the first not 0, without +";

    /** What makes it the same member. */
    record Key(long accountId, long clientMemberId) {}

    Key key() {
        return new Key(account_id, client_member_id);
    }

    Member withId(long id) {
        return new Member(id, first_name, last_name, phone_number, client_member_id, account_id);
    }
}
