package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.wizd.db.testing.Eventually;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail to a server that wants encryption and a password, with a certificate that the JVM of wizd was told to trust. */
class MailIT {
    private static final Pattern LINK = Pattern.compile("https://app\\.example/#([\\w-]{43})");

    @TempDir
    Path data;

    @TempDir
    Path folder;

    @Test
    void mailIsSentEncryptedAndOnlyToWhoeverTheCertificateIsOf() throws Exception {
        Certificate right = Certificate.of("localhost", folder);
        Certificate ofAnother = Certificate.of("mail.example", folder);
        Path trust = folder.resolve("trust.p12");
        Certificate.writeTrust(trust, right, ofAnother);
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser("wizd", "secret");
        mail.start();
        try (StartTlsGate gate = new StartTlsGate(mail.getSmtp().getPort(), right.server());
                RunningWizd wizd = RunningWizd.onSetUp(data, environment(gate.port(), trust))) {
            signUp(wizd, "ann");
            String link = awaitLink(mail, "ann");
            assertThat(wizd.request("POST", "/api/user-confirm", "{\"token\":\"" + link + "\"}"))
                    .contains("\"confirmed\":true");

            gate.show(ofAnother.server());
            signUp(wizd, "bob");
            Eventually.await("it was tried", () -> wizd.errors().contains("the mail to account bob was not sent"));
            assertThat(wizd.errors()).contains("localhost:" + gate.port()).doesNotContain("secret");
            assertThat(mailsTo(mail, "bob")).isEmpty();

            gate.show(right.server());
            awaitLink(mail, "bob");
        } finally {
            mail.stop();
        }
    }

    private static Map<String, String> environment(int port, Path trust) {
        return Map.of(
                "WIZD_JAVA_OPTS",
                "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD,
                "WIZD_MAIL_MODE",
                "smtp",
                "WIZD_MAIL_CONFIRM_URL",
                "https://app.example/#{token}",
                "WIZD_MAIL_SMTP_HOST",
                "localhost",
                "WIZD_MAIL_SMTP_PORT",
                String.valueOf(port),
                "WIZD_MAIL_SMTP_USER",
                "wizd",
                "WIZD_MAIL_SMTP_PASSWORD",
                "secret");
    }

    private static void signUp(RunningWizd wizd, String name) {
        assertThat(wizd.request(
                        "POST",
                        "/api/users/",
                        "{\"name\":\"" + name + "\",\"password\":\"glass otter lantern\",\"email\":\"" + name
                                + "@app.example\"}"))
                .contains("\"confirmed\":false");
    }

    private static List<String> mailsTo(GreenMail mail, String name) {
        return Arrays.stream(mail.getReceivedMessages())
                .map(GreenMailUtil::getWholeMessage)
                .filter(text -> text.contains("To: " + name + "@app.example"))
                .toList();
    }

    private static String awaitLink(GreenMail mail, String name) {
        Eventually.await(
                "the mail to " + name + " is there", () -> !mailsTo(mail, name).isEmpty());
        Matcher link = LINK.matcher(mailsTo(mail, name).getFirst());
        assertThat(link.find()).as("%s", mailsTo(mail, name)).isTrue();
        return link.group(1);
    }
}
