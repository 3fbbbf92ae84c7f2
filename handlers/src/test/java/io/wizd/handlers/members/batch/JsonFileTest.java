package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.TestMariaDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members as a JSON array. */
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class JsonFileTest {
    private static final String JSON =
            "{\"first_name\":\"Ann\",\"last_name\":\"Abel\",\"phone_number\":\"1\",\"client_member_id\":1,\"account_id\":7}";

    @TempDir
    Path folder;

    private BatchBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new BatchBed(TestMariaDb.server(), folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private BatchBed.End json(String text) throws Exception {
        return bed.load(text.getBytes(StandardCharsets.UTF_8), "application/json", "");
    }

    @Test
    void jsonIsAnArrayOfMembers() throws Exception {
        String good =
                "{\"first_name\":\"Änn\",\"last_name\":\"Abel\",\"phone_number\":\"49301\",\"client_member_id\":1,"
                        + "\"account_id\":7,\"color\":{\"a\":[1]},\"id\":4}";
        BatchBed.End end = bed.load(
                ("\n [" + good + ",7,{\"first_name\":\"Ann\",\"client_member_id\":\"1\"},"
                                + good.replace("\"49301\"", "49301") + "]")
                        .getBytes(StandardCharsets.UTF_8),
                "application/json",
                "");

        assertThat(end.error()).isEmpty();
        assertThat(end.report().inserted()).isEqualTo(1);
        assertThat(end.report().unknownColumns()).containsExactly("color");
        assertThat(end.report().ignoredColumns()).containsExactly("id");
        assertThat(end.report().rejects())
                .extracting(reject -> reject.value() + " " + reject.reason())
                .containsExactly(
                        "7 element 2: a member is an object",
                        "1 element 3: client_member_id must be an integer",
                        "49301 element 4: phone_number must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\\udc00n", "A\\ud800n"})
    void halfACharacterInJsonSpoilsItsRowAlone(String half) throws Exception {
        String good = "{\"first_name\":\"Ann\",\"last_name\":\"Abel\",\"phone_number\":\"1\",\"client_member_id\":1,"
                + "\"account_id\":7}";
        String bad = good.replace("Ann", half);
        BatchBed.Run run = bed
        .new Run(
                ("[" + good + ",\n" + bad + "]").getBytes(StandardCharsets.UTF_8),
                "application/json",
                "",
                MemberOptions.DEFAULT,
                BatchBed.limits(100));

        BatchBed.End end = run.run();

        assertThat(end.error()).isEmpty();
        assertThat(end.report().inserted()).isEqualTo(1);
        Reject reject = end.report().rejects().getFirst();
        assertThat(reject.line()).isEqualTo(2);
        assertThat(reject.column()).isEqualTo("first_name");
        assertThat(reject.value()).isEqualTo("A\uFFFDn");
        assertThat(reject.reason()).contains("half of a character");
        assertThat(run.rejectedRows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("first_name", "A\uFFFDn"));
    }

    @Test
    void jsonTellsTheElementTheValueAndTheLine() throws Exception {
        BatchBed.End end = json("[" + JSON + "," + JSON.replace("\"1\"", "01") + "]");
        assertThat(end.error())
                .contains("in line 1", "behind 2 elements", "the file is not JSON")
                .doesNotContain("Unexpected");

        end = json("[" + JSON + "," + JSON.replace("\"1\"", "[1]") + "," + JSON.replace(":7", ":null") + ",\n"
                + JSON.replace("}", ",\"account_id\":8}") + "]");
        assertThat(end.error()).isEmpty();
        assertThat(end.report().rejects())
                .containsExactly(
                        new Reject(1, "phone_number", "[…]", "element 2: phone_number must be a string"),
                        new Reject(1, "account_id", "null", "element 3: account_id is missing"),
                        new Reject(2, "account_id", "8", "element 4: account_id appears twice"));
    }

    @Test
    void whatStandsTwiceIsAllKept() throws Exception {
        BatchBed.Run run = bed
        .new Run(
                ("[" + JSON.replace("}", ",\"account_id\":8,\"last_name\":\"\"}") + "]")
                        .getBytes(StandardCharsets.UTF_8),
                "application/json",
                "",
                MemberOptions.DEFAULT,
                BatchBed.limits(100));

        assertThat(run.run().report().rejected()).isEqualTo(1);
        assertThat(run.rejectedRows().getFirst())
                .containsEntry("account_id", "7")
                .containsEntry("reject_rest", "8,\"\"");
        assertThat(bed.load(run.rejectsText()).report().rejected()).isEqualTo(1);
    }
}
