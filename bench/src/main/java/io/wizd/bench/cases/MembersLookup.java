package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.BenchException;
import io.wizd.bench.MemberCrowd;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.bench.reference.JdbcLookups;
import io.wizd.bench.reference.JdbcLookups.By;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Members by one condition, beside a SELECT from the same tables. */
record MembersLookup(By by, MemberCrowd crowd) implements BenchCase {
    static List<BenchCase> all(MemberCrowd crowd) {
        return Stream.of(By.values())
                .<BenchCase>map(by -> new MembersLookup(by, crowd))
                .toList();
    }

    @Override
    public String name() {
        return "members-" + by.parameter();
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "GET /api/members/?%s=… among %,d, %d found; SELECT from the same tables, on each node in turn, from 16 JDBC"
                        + " threads (only where named: a minute or more to make the members, 1.5 GB of disk)",
                by.parameter(),
                crowd.count(),
                by.found());
    }

    @Override
    public boolean onlyWhenNamed() {
        return true;
    }

    @Override
    public Sides open(Stage stage) {
        BenchDatabase database = stage.database();
        database.wizdMembers().toRead(crowd);
        String path = "/api/members/?" + by.parameter() + "=";
        requireFound(stage, path + by.range(crowd).max());
        return new Sides(
                database,
                stage.wizd(Workload.Http.get(path + "${n}", by.range(crowd))),
                stage.readingProgram(
                        "JDBC, 16 threads, SELECT", JdbcLookups.class, by.name(), Integer.toString(crowd.count())));
    }

    private void requireFound(Stage stage, String path) {
        try {
            int found = Jsons.MAPPER
                    .readTree(OneRequest.get(stage.wizdAddress(), path))
                    .path("members")
                    .size();
            if (found != by.found()) {
                throw new BenchException(path + " finds " + found + " members instead of " + by.found());
            }
        } catch (IOException e) {
            throw new BenchException(path + " answers with invalid JSON", e);
        }
    }
}
