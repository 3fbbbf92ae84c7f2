package io.wizd.handlers.members;

import org.jspecify.annotations.Nullable;

/**
 * Conditions of a list; null for any.
 *
 * @param ph the phone number
 * @param cmid the client_member_id
 * @param aid the account
 */
record MemberFilter(
        @Nullable Long id,
        @Nullable String ph,
        @Nullable Long cmid,
        @Nullable Long aid) {

    /** The order in which the index that serves these conditions has them. */
    ListCursor.Order order() {
        return id == null && ph == null && aid != null ? ListCursor.Order.CLIENT_MEMBER_ID : ListCursor.Order.ID;
    }

    /** Whether there is one such member at most, because account and client_member_id are unique together. */
    boolean isKey() {
        return aid != null && cmid != null;
    }

    /** Whether all hold. */
    boolean admits(Member member) {
        return (id == null || id == member.id())
                && (ph == null || ph.equals(member.phone_number()))
                && (cmid == null || cmid == member.client_member_id())
                && (aid == null || aid == member.account_id());
    }
}
