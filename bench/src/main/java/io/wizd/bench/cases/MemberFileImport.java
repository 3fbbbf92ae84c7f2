package io.wizd.bench.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Contender;
import io.wizd.bench.LoadFigures;
import io.wizd.bench.MemberRows;
import io.wizd.bench.MemberTables;
import io.wizd.bench.Stage;
import io.wizd.bench.reference.LoadRows;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of members through HTTP, one row in a hundred bad, beside LOAD DATA LOCAL INFILE of its good rows by JDBC. A
 * reply is a good row that was loaded.
 *
 * @param others members that are there already
 */
record MemberFileImport(String name, MemberRows rows, Optional<MemberRows> others) implements BenchCase {
    private static final MemberRows MILLION = new MemberRows(1, 1_000_000);
    private static final MemberRows OTHER_MILLION = new MemberRows(100_000_001, 1_000_000);

    /** Four times as many. */
    private static final class FourMillion implements BenchCase {
        @Override
        public String name() {
            return "members-4m";
        }

        @Override
        public String summary() {
            return "the same with 4,000,000 rows; wizd with 1,000,000 (only where named: it takes minutes)";
        }

        @Override
        public boolean onlyWhenNamed() {
            return true;
        }

        @Override
        public Sides open(Stage stage) {
            return new Sides(
                    stage.database(),
                    new MemberFileImport(name(), new MemberRows(1, 4_000_000), Optional.empty())
                            .wizd(stage, "wizd, 4,000,000 rows"),
                    new MemberFileImport(name() + "-1m", MILLION, Optional.empty())
                            .wizd(stage, "wizd, 1,000,000 rows"));
        }
    }

    static List<BenchCase> all() {
        return List.of(
                new MemberFileImport("members-empty", MILLION, Optional.empty()),
                new MemberFileImport("members-full", MILLION, Optional.of(OTHER_MILLION)),
                new FourMillion());
    }

    @Override
    public String summary() {
        return "PUT /api/members/batch: %s of CSV, 1%% bad, into partitions %s; LOAD DATA LOCAL INFILE of the good rows"
                        .formatted(
                                rows,
                                others.map(there -> "with %,d others".formatted(there.good()))
                                        .orElse("without any"))
                + " into one table, and into two at once (only where named: it takes minutes)";
    }

    @Override
    public boolean onlyWhenNamed() {
        return true;
    }

    @Override
    public Sides open(Stage stage) {
        BenchDatabase database = stage.database();
        try {
            Path all = stage.folder().resolve(name + ".tsv");
            Path half = stage.folder().resolve(name + "-0.tsv");
            Path otherHalf = stage.folder().resolve(name + "-1.tsv");
            rows.writeTable(all, 0, 1);
            rows.writeTable(half, 0, 2);
            rows.writeTable(otherHalf, 1, 2);
            return new Sides(
                    database,
                    wizd(stage, "wizd"),
                    load(stage, "LOAD DATA, one table", all),
                    load(stage, "LOAD DATA, two tables at once", half, otherHalf));
        } catch (IOException e) {
            throw new BenchException("cannot write the files: " + e.getMessage(), e);
        }
    }

    private Contender wizd(Stage stage, String who) {
        Path csv = stage.folder().resolve(name + ".csv");
        try {
            rows.writeCsv(csv);
        } catch (IOException e) {
            throw new BenchException("cannot write " + csv + ": " + e.getMessage(), e);
        }
        return stage.wizd(who, () -> put(stage, csv))
                .after(() -> prepare(stage.database().wizdMembers()));
    }

    private Contender load(Stage stage, String name, Path... files) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(files.length)));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return stage.ownersProgram(name, LoadRows.class, arguments)
                .after(() -> prepare(
                        files.length == 1
                                ? stage.database().firstReferenceMembers()
                                : stage.database().referenceMembers()));
    }

    private void prepare(MemberTables members) {
        others.ifPresentOrElse(members::only, members::none);
    }

    private LoadFigures put(Stage stage, Path csv) {
        long before = stage.database().wizdMembers().count();
        long begunNanos = System.nanoTime();
        JsonNode reply = put(stage, csv, "text/csv");
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        long added = stage.database().wizdMembers().count() - before;
        boolean right = added == rows.good()
                && reply.path("rows").asLong() == rows.count()
                && reply.path("inserted").asLong() == rows.good()
                && reply.path("rejected").asLong() == rows.bad();
        String error = right ? "" : added + " rows are there; " + reply.toString();
        return new LoadFigures(added, added / seconds, 0, 0, right ? 0 : 1, error);
    }

    private static JsonNode put(Stage stage, Path file, String contentType) {
        try {
            String password = Files.readString(stage.folder().resolve("wizd/admin-password"))
                    .strip();
            return Jsons.MAPPER.readTree(OneRequest.putFile(
                    stage.wizdAddress(),
                    "/api/members/batch",
                    new OneRequest.File(file, contentType),
                    "admin:" + password));
        } catch (IOException e) {
            throw new BenchException("no reply to the file: " + e.getMessage(), e);
        }
    }
}
