package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.input.OnDuplicate;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Random files against a map: rows one after the other, with duplicates, bad rows, breaks, and all ways to take them. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class JobRunModelTest {
    private static final String HEADER = "account_id,client_member_id,first_name,last_name,phone_number\r\n";

    @Parameter
    TestServer server;

    @TempDir
    Path folder;

    private BatchBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new BatchBed(server, folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    /** What rows do, one after the other. */
    private static final class Model {
        final Map<String, String> members;
        final Set<String> inFile = new HashSet<>();
        final OnDuplicate onDuplicate;
        long inserted;
        long updated;
        long skipped;
        long rejected;
        long repeated;

        Model(Map<String, String> members, OnDuplicate onDuplicate) {
            this.members = new TreeMap<>(members);
            this.onDuplicate = onDuplicate;
        }

        void row(String key, String value) {
            repeated += inFile.add(key) ? 0 : 1;
            String before = members.get(key);
            if (before == null) {
                members.put(key, value);
                inserted++;
                return;
            }
            if (onDuplicate == OnDuplicate.ERROR) {
                rejected++;
            } else if (onDuplicate == OnDuplicate.SKIP || before.equals(value)) {
                skipped++;
            } else {
                updated++;
                members.put(key, value);
            }
        }
    }

    @Test
    void theCountsAndTheMembersAreThoseOfTheModel() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            oneFile(random, "seed " + seed + ", round " + round);
        }
    }

    private void oneFile(Random random, String name) throws Exception {
        OnDuplicate onDuplicate = OnDuplicate.values()[random.nextInt(3)];
        Model model = new Model(bed.members(), onDuplicate);
        String text = file(random, model);
        int chunkRows = 1 + random.nextInt(400);
        BatchBed.Run dry = bed.csv(text, new MemberOptions(onDuplicate, false, true, Long.MAX_VALUE), chunkRows);
        Map<String, String> before = bed.members();

        check(name + ", dry", dry.run(), model);
        assertThat(bed.members()).as(name).isEqualTo(before);

        BatchBed.Run run = bed.csv(text, new MemberOptions(onDuplicate, false, false, Long.MAX_VALUE), chunkRows);
        BatchBed.End end = breakOffAndGoOn(random, run);

        check(name, end, model);
        assertThat(bed.members()).as(name).isEqualTo(model.members);
        assertThat(bed.leftOver()).as(name).isEmpty();
        assertThat(run.rejectedRows()).as(name).hasSize((int) model.rejected);
        assertThat(run.rejectsText()).as(name).isEqualTo(dry.rejectsText());
    }

    private static void check(String name, BatchBed.End end, Model model) {
        Job report = end.report();
        assertThat(end.error()).as(name).isEmpty();
        assertThat(List.of(report.inserted(), report.updated(), report.skipped(), report.rejected()))
                .as(name)
                .isEqualTo(List.of(model.inserted, model.updated, model.skipped, model.rejected));
        assertThat(report.rows())
                .as(name)
                .isEqualTo(report.inserted() + report.updated() + report.skipped() + report.rejected());
        assertThat(report.repeated()).as(name).isEqualTo(model.repeated);
    }

    private static BatchBed.End breakOffAndGoOn(Random random, BatchBed.Run run) throws Exception {
        for (int tries = 0; tries < 3; tries++) {
            int last = random.nextInt(8);
            AtomicBoolean brokenOff = new AtomicBoolean();
            BatchBed.End end = run.before(chunk -> {
                        if (chunk == last) {
                            brokenOff.set(true);
                            throw new JobStoppedException(JobStoppedException.Reason.SERVER_STOPS);
                        }
                    })
                    .run();
            if (!brokenOff.get()) {
                return end;
            }
        }
        return run.before(chunk -> {}).run();
    }

    private static String file(Random random, Model model) {
        StringBuilder text = new StringBuilder(HEADER);
        int rows = random.nextInt(1_500);
        int keys = 1 + random.nextInt(1_000);
        for (int i = 0; i < rows; i++) {
            long account = 1 + random.nextInt(5);
            long client = 1 + random.nextInt(keys);
            String first = name(random);
            String last = name(random);
            String phone = String.valueOf(1 + random.nextInt(3));
            boolean bad = random.nextInt(20) == 0;
            if (bad) {
                phone = "0" + phone;
                model.rejected++;
            } else {
                model.row(account + "/" + client, first + "|" + last + "|" + phone);
            }
            text.append(account).append(',').append(client).append(',');
            text.append(quoted(first)).append(',').append(quoted(last)).append(',');
            text.append(phone).append("\r\n");
        }
        return text.toString();
    }

    /** Few different ones, with all that CSV and LOAD DATA must escape. */
    private static String name(Random random) {
        List<String> names =
                List.of("Ann", "Ann ", "\\N", "\\", "a\tb", "a\nb", "a\r\nb", "\"", "'", "😀ß", ",;", "\\t");
        return names.get(random.nextInt(names.size()));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    @Test
    void connectionsThatAreKilledCostNothing() throws Exception {
        Model model = new Model(Map.of(), OnDuplicate.UPDATE);
        Random random = new Random(7);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(file(random, model));
        }
        String text = files.getFirst()
                + files.stream()
                        .skip(1)
                        .map(file -> file.substring(HEADER.length()))
                        .reduce("", String::concat);
        String user = bed.node("p1").loader().user();
        BatchBed.Run run = bed.csv(text, MemberOptions.DEFAULT, 50).before(chunk -> {
            if (chunk % 3 == 2) {
                kill(user);
            }
        });

        check("killed", run.run(), model);

        assertThat(bed.members()).isEqualTo(model.members);
        assertThat(bed.leftOver()).isEmpty();
    }

    @Test
    void aServerThatTakesNoFilesIsTold() throws Exception {
        Sql.execute(server.admin(), "SET GLOBAL local_infile = OFF");
        try {
            assertThat(bed.load(HEADER + "7,1,Ann,Abel,1\n").error())
                    .isEqualTo(
                            "the database does not take LOAD DATA LOCAL INFILE: set local_infile = ON on its server");
        } finally {
            Sql.execute(server.admin(), "SET GLOBAL local_infile = ON");
        }
        assertThat(bed.members()).isEmpty();
    }

    private void kill(String user) {
        try {
            for (String id : Sql.column(
                    server.admin(),
                    "SELECT id FROM information_schema.processlist WHERE user = '" + user + "' AND db IN ('"
                            + bed.node("p1").name() + "', '" + bed.node("p2").name() + "')")) {
                Sql.execute(server.admin(), "KILL CONNECTION " + id);
            }
        } catch (SQLException e) {
            // It was gone already.
        }
    }
}
