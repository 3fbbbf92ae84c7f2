package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.members.NewMember;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of files are held to what messages are held to. */
class MemberCheckTest {
    @Test
    void rowsAreCheckedAsMessagesAre() {
        RecordBinder<NewMember> binder = RecordBinder.of(NewMember.class);
        List<String> texts = List.of(
                "",
                "a",
                "😀".repeat(50),
                "😀".repeat(51),
                "a".repeat(50),
                "a".repeat(51),
                "a\0",
                " ",
                "  \t\r\n",
                "\u00a0",
                "\u200b",
                "\ufeff",
                "\u2003\u3000",
                "\u2028\u2029",
                "\u200b\u200d",
                " a ",
                "a\nb",
                "\u200e-",
                "\u007f",
                "\u0301",
                "\udb40\udc41",
                "\udb40\udc41x",
                " 😀",
                "\ufffd",
                "a\ufffdb");
        List<String> phones = List.of("", "0", "1", "01", "+1", "1".repeat(15), "1".repeat(16), "1a", " 1", "١");
        List<String> ids =
                List.of("0", "1", "-1", "9223372036854775807", "9223372036854775808", "99999999999999999999", "1.0");
        MemberCheck check = new MemberCheck();
        for (String text : texts) {
            for (String phone : phones) {
                for (String id : ids) {
                    FileRow row = new FileRow(1, "", new String[] {text, "b", phone, id, "1"}, "", null);
                    boolean accepted = check.accepts(Columns.ofJson(List.of(), List.of()), row);
                    assertThat(accepted).as("%s %s %s", text, phone, id).isEqualTo(binds(binder, text, phone, id));
                }
            }
        }
    }

    /** Spaces of any width, and what nobody sees, are no name; white space within one is the client's business. */
    @Test
    void aNameIsSeen() {
        MemberCheck check = new MemberCheck();
        for (String blank : List.of(" ", "\u00a0", "\u200b", " \t\n", "\u3000")) {
            assertThat(check.accepts(Columns.ofJson(List.of(), List.of()), row(blank)))
                    .as(blank)
                    .isFalse();
            assertThat(check.problem().reason()).isEqualTo("first_name must have a character that can be seen");
        }
        for (String name : List.of("a", " a ", "Ann\nMary", "\u200ea", "😀")) {
            assertThat(check.accepts(Columns.ofJson(List.of(), List.of()), row(name)))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void aCharacterThatWasNotReadIsToldAsSuch() {
        MemberCheck check = new MemberCheck();
        assertThat(check.accepts(Columns.ofJson(List.of(), List.of()), row("M\ufffdx")))
                .isFalse();
        assertThat(check.problem().reason())
                .startsWith("first_name holds U+FFFD, ")
                .contains("UTF-8", "charset");
    }

    private static FileRow row(String firstName) {
        return new FileRow(1, "", new String[] {firstName, "b", "1", "1", "1"}, "", null);
    }

    private static boolean binds(RecordBinder<NewMember> binder, String text, String phone, String id) {
        try {
            binder.bind(Json.of("{\"first_name\":" + Jsons.write(text) + ",\"last_name\":\"b\",\"phone_number\":"
                    + Jsons.write(phone) + ",\"client_member_id\":" + id + ",\"account_id\":1}"));
            return true;
        } catch (WizdException e) {
            return false;
        }
    }
}
