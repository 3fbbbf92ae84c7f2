package io.wizd.handlers.members;

import io.wizd.db.Answer;
import io.wizd.db.RequestArray;
import io.wizd.protocol.Jsons;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code member_list}, {@code member_list_account} and {@code member_list_client} return. Any thread. */
public final class MemberRows {
    private MemberRows() {}

    /** A row a member, all of them for the one request of the CALL. */
    public static List<Answer> page(ResultSet rows, RequestArray requests) throws SQLException {
        List<Member> members = new ArrayList<>();
        while (rows.next()) {
            members.add(new Member(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getString(4),
                    rows.getLong(5),
                    rows.getLong(6)));
        }
        return List.of(Answer.of(Jsons.write(new MemberListing.Page(members, null))));
    }
}
