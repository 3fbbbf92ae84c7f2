package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.event.Event;
import io.wizd.event.Events;
import io.wizd.handlers.accounts.MailSettings.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that goes to no server; what goes to one is tested with signing up. */
class MailSenderTest {
    private static final OpaqueToken LINK = OpaqueToken.random();
    private static final Mail MAIL = Mail.resetting("ann", "ann@example.org", LINK, "https://x.example/#{token}");

    @TempDir
    Path folder;

    private MailSender sender(Mode mode) {
        MailSettings usual = MailSettings.DEFAULT;
        return new MailSender(new MailSettings(mode, usual.from(), "", "", usual.smtp()), folder.resolve("mail"));
    }

    @Test
    void aFileIsForItsOwnerAlone() throws IOException {
        sender(Mode.FILE).send(MAIL);

        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve("mail"))) {
            files = all.toList();
        }
        assertThat(files).hasSize(1);
        assertThat(Files.readString(files.getFirst()))
                .contains("To: ann@example.org", "From: wizd@localhost", "https://x.example/#" + LINK.text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mail"))))
                .isEqualTo("rwx------");
    }

    @Test
    void theLogHasNoLink() {
        List<Event> told = new ArrayList<>();
        try (Events.Subscription listening = Events.subscribe(told::add)) {
            sender(Mode.LOG).send(MAIL);
        }
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().text())
                .contains("A new password for your account ann", "ann@example.org")
                .doesNotContain(LINK.text());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingThatIsShownHasALinkOrAPassword() {
        assertThat(MAIL.toString()).doesNotContain(LINK.text());
        assertThat(LINK.toString()).doesNotContain(LINK.text());
        assertThat(new Credentials.Bearer(LINK).toString()).doesNotContain(LINK.text());
        assertThat(new Credentials.Basic("ann", "secret").toString()).doesNotContain("secret");
        assertThat(new MailSettings.Smtp("host", 25, true, "user", "secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void aMailWithoutAPageSaysWhatToSend() {
        assertThat(Mail.confirming("ann", "ann@example.org", LINK, "").text())
                .contains("/api/user-confirm", "{\"token\": \"" + LINK.text() + "\"}");
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        Files.writeString(folder.resolve("mail"), "a file");

        assertThatThrownBy(() -> sender(Mode.FILE).send(MAIL)).isInstanceOf(MailSender.MailException.class);
    }
}
