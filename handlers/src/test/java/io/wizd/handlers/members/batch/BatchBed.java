package io.wizd.handlers.members.batch;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.input.BadFileException;
import io.wizd.db.members.MemberLoadException;
import io.wizd.db.members.MemberNode;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Two partitions and main on one server, and runs of jobs over them without a schedule. */
final class BatchBed implements AutoCloseable {
    private final TestDatabase main;
    private final Map<String, TestDatabase> nodes = new TreeMap<>();
    private final Database mainCalls;
    private final Partitions partitions;
    private final AtomicLong ids = new AtomicLong(1_000_000);
    private final AtomicLong jobs = new AtomicLong(100);
    private final Path folder;

    BatchBed(TestServer server, Path folder) throws IOException {
        this.folder = folder;
        main = server.freshDatabase(Schema.MAIN);
        nodes.put("p1", server.freshDatabase(Schema.PARTITION));
        nodes.put("p2", server.freshDatabase(Schema.PARTITION));
        mainCalls = database("main", main.app());
        partitions = new Partitions(nodes.entrySet().stream()
                .map(node -> database(node.getKey(), node.getValue().app()))
                .toList());
        partitions.refresh();
    }

    private static Database database(String name, JdbcAddress address) {
        return new Database(name, address, 2, 1_000, new SimpleMeterRegistry());
    }

    /** All of it as a server has it. */
    MemberJobs.Places places() {
        Map<String, JdbcAddress> rows = new TreeMap<>();
        nodes.forEach((name, node) -> rows.put(name, node.loader()));
        return new MemberJobs.Places(mainCalls, main.loader(), partitions, rows, folder.resolve("jobs"));
    }

    Partitions partitions() {
        return partitions;
    }

    TestDatabase main() {
        return main;
    }

    TestDatabase node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    /** How a run ended. */
    record End(Job report, String error) {}

    /** Something that happens before each chunk. */
    interface BeforeChunk {
        void happen(int chunk) throws JobStoppedException;
    }

    /** What is to be done, and can be done again after it was broken off. */
    final class Run {
        private final long job = jobs.incrementAndGet();
        private final Path file = folder.resolve(job + ".file");
        private final JobSpec spec;
        private JobProgress progress;
        private BeforeChunk beforeChunk = chunk -> {};
        private BeforeChunk beforeWriting = chunk -> {};

        Run(byte[] content, String contentType, String encoding, MemberOptions options, FileLimits limits)
                throws IOException {
            Files.write(file, content);
            spec = new JobSpec(contentType, encoding, "a file", options, "test", "here", content.length, 0, limits);
            progress = new JobProgress(job, spec);
        }

        Run before(BeforeChunk what) {
            beforeChunk = what;
            return this;
        }

        /** What happens once where all rows are good that are all or none. */
        Run beforeWriting(BeforeChunk what) {
            beforeWriting = what;
            return this;
        }

        /** Of the last run. */
        JobProgress progress() {
            return progress;
        }

        /** Once, and its file is gone. */
        End withoutItsFile() throws IOException {
            Files.delete(file);
            return run();
        }

        /** Once, from where it was. */
        End run() throws IOException {
            progress = new JobProgress(job, spec);
            try (JobRun run = new JobRun(
                    job,
                    spec,
                    new JobRun.Place(file, rejects(), folder.resolve(job + ".keys")),
                    progress,
                    new Control())) {
                run.run();
                run.forget();
                return new End(progress.report(JobState.done, null), "");
            } catch (BadFileException | MemberLoadException | JobStoppedException e) {
                return new End(progress.report(JobState.failed, null), String.valueOf(e.getMessage()));
            }
        }

        Path rejects() {
            return folder.resolve(job + ".rejects.csv");
        }

        /** The rows of that file, each by its columns; there is no file where there are none. */
        List<Map<String, String>> rejectedRows() throws IOException {
            if (Files.notExists(rejects())) {
                return List.of();
            }
            try (CsvReader<NamedCsvRecord> rows =
                    CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(rejects())) {
                return rows.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
            }
        }

        /** The text of that file; empty where there is none. */
        String rejectsText() throws IOException {
            return Files.exists(rejects()) ? Files.readString(rejects()) : "";
        }

        private final class Control implements JobRun.Control {
            private int chunk;

            @Override
            public List<MemberNode.Address> nodes() {
                return nodes.entrySet().stream()
                        .map(node -> new MemberNode.Address(
                                node.getKey(), node.getValue().loader()))
                        .toList();
            }

            @Override
            public String nodeOf(long accountId) {
                return partitions.ownerOf(accountId).name();
            }

            @Override
            public long takeIds(int count) {
                return ids.getAndAdd(count);
            }

            @Override
            public void check() throws JobStoppedException {
                beforeChunk.happen(chunk++);
            }

            @Override
            public void rest() {}

            @Override
            public void beginAllOrNone() throws JobStoppedException {
                beforeWriting.happen(chunk);
            }

            @Override
            public void tryAgain(String node, SQLException why, long sinceNanos) throws MemberLoadException {
                if (sinceNanos > 60_000_000_000L) {
                    throw new MemberLoadException("not within a minute: " + why, why);
                }
            }
        }
    }

    /** CSV as it comes, in chunks of so many rows. */
    Run csv(String text, MemberOptions options, int chunkRows) throws IOException {
        return new Run(text.getBytes(StandardCharsets.UTF_8), "text/csv", "", options, limits(chunkRows));
    }

    /** CSV in one chunk, with the defaults. */
    End load(String text) throws IOException {
        return csv(text, MemberOptions.DEFAULT, 10_000).run();
    }

    End load(byte[] content, String contentType, String encoding) throws IOException {
        return new Run(content, contentType, encoding, MemberOptions.DEFAULT, limits(10_000)).run();
    }

    static FileLimits limits(int chunkRows) {
        return new FileLimits(chunkRows, 4 << 20, 100L << 20, 200, 0);
    }

    /** All members, without their ids, by "account/client". */
    Map<String, String> members() throws SQLException {
        Map<String, String> members = new TreeMap<>();
        for (TestDatabase node : nodes.values()) {
            for (String line : Sql.column(
                    node.owner(),
                    "SELECT CONCAT(account_id, '/', client_member_id, '=', first_name, '|', last_name, '|', phone_number)"
                            + " FROM member")) {
                int at = line.indexOf('=');
                if (members.put(line.substring(0, at), line.substring(at + 1)) != null) {
                    throw new AssertionError("twice: " + line);
                }
            }
        }
        return members;
    }

    /** Rows that a job must leave nowhere. */
    List<String> leftOver() throws SQLException {
        List<String> left = new ArrayList<>();
        for (TestDatabase node : nodes.values()) {
            for (String table : List.of("member_load", "member_trial", "member_job_chunk")) {
                String count = Sql.query(node.owner(), "SELECT COUNT(*) FROM " + table);
                if (!count.equals("0")) {
                    left.add(table + ": " + count);
                }
            }
        }
        return left;
    }

    @Override
    public void close() {
        partitions.close();
        mainCalls.close();
        nodes.values().forEach(TestDatabase::close);
        main.close();
    }
}
