package io.wizd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The members that lie in the nodes of one side. One thread. */
public final class MemberTables {
    /** Ids of members that were there before, which no server gives out in a benchmark. */
    private static final long OTHERS_FROM = 1_000_000_000_000L;

    private final List<KvNode> nodes;
    private final Set<MemberRows> made = new HashSet<>();
    private @Nullable MemberCrowd crowd;

    /** @param nodes with the account that owns their tables */
    MemberTables(List<KvNode> nodes) {
        this.nodes = nodes;
    }

    /** The nodes hold no members. */
    public void none() {
        crowd = null;
        nodes.forEach(node -> execute(node, "TRUNCATE TABLE member"));
    }

    /** The nodes hold the good ones of these rows and no other, spread evenly. */
    public void only(MemberRows rows) {
        crowd = null;
        if (made.add(rows)) {
            make(rows);
        }
        for (KvNode node : nodes) {
            execute(node, "TRUNCATE TABLE member", "INSERT INTO member SELECT * FROM " + table(rows) + " ORDER BY id");
        }
    }

    /** The nodes hold these members and no other, each where its account belongs; for those who only read. */
    public void toRead(MemberCrowd wanted) {
        if (wanted.equals(crowd)) {
            return;
        }
        none();
        try (KeyOwners owners = new KeyOwners(nodes)) {
            for (int i = 0; i < nodes.size(); i++) {
                int node = i;
                execute(
                        nodes.get(node),
                        // For an empty table, MariaDB then builds each index as a whole.
                        "SET SESSION unique_checks = 0, foreign_key_checks = 0",
                        wanted.insert(LongStream.rangeClosed(
                                        wanted.accountIds().min(),
                                        wanted.accountIds().max())
                                .filter(account -> owners.ownerOf(account) == node)));
            }
        }
        if (count() != wanted.count()) {
            throw new BenchException("there are " + count() + " members instead of " + wanted.count());
        }
        crowd = wanted;
    }

    /** How many there are, over all nodes. */
    public long count() {
        long count = 0;
        for (KvNode node : nodes) {
            try (Connection connection = node.address().connect();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM member")) {
                result.next();
                count += result.getLong(1);
            } catch (SQLException e) {
                throw new BenchException("cannot count the members: " + BenchException.firstLine(e), e);
            }
        }
        return count;
    }

    private String table(MemberRows rows) {
        return "members_" + rows.first() + "_" + rows.count() + "_of_" + nodes.size();
    }

    private void make(MemberRows rows) {
        for (int part = 0; part < nodes.size(); part++) {
            try {
                Path file = Files.createTempFile("wizd-bench", ".tsv");
                rows.writeTable(file, part, nodes.size());
                execute(
                        nodes.get(part),
                        "CREATE TABLE " + table(rows) + " LIKE member",
                        "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE " + table(rows) + " CHARACTER SET utf8mb4"
                                + " (@id, first_name, last_name, phone_number, client_member_id, account_id)"
                                + " SET id = @id + " + OTHERS_FROM);
                Files.delete(file);
            } catch (IOException e) {
                throw new BenchException("cannot write members to a file: " + e.getMessage(), e);
            }
        }
    }

    private static void execute(KvNode node, String... sql) {
        try (Connection connection = node.address()
                        .withOption("allowLoadLocalInfile", "true")
                        .connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new BenchException("cannot put the members in their place: " + BenchException.firstLine(e), e);
        }
    }
}
