package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.wizd.db.testing.Eventually;
import io.wizd.event.AccountEvent.MailNotSent;
import io.wizd.event.Events;
import io.wizd.handlers.accounts.MailSettings;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.TestWizd;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes by mail, over a real SMTP: signing up, and passwords that were forgotten. */
@SuppressWarnings("NullAway.Init") // set before all tests
class SignUpTest {
    private static final String PASSWORD = "glass otter lantern";
    private static final String OTHER = "velvet anchor pumpkin";
    private static final Pattern LINK = Pattern.compile("https://app\\.example/#(?:confirm|reset)=([\\w-]{43})");

    private static final GreenMail MAIL_SERVER = new GreenMail(on(0));
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static TestWizd wizd;
    private static AccountMessages messages;

    /** An account of this test alone, with an address. */
    private final String ann = "ann" + NAMES.incrementAndGet();

    private final String bob = "bob" + NAMES.incrementAndGet();

    private static ServerSetup on(int port) {
        return new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    }

    private static TestWizd start(DatabaseConfig.External databases, int smtpPort) {
        return start(databases, smtpPort, false);
    }

    private static TestWizd start(DatabaseConfig.External databases, int smtpPort, boolean startTls) {
        return TestWizd.startOn(
                databases,
                new MailSettings(
                        MailSettings.Mode.SMTP,
                        "wizd@app.example",
                        "https://app.example/#confirm={token}",
                        "https://app.example/#reset={token}",
                        new MailSettings.Smtp("127.0.0.1", smtpPort, startTls, "", "")));
    }

    @BeforeAll
    static void startBoth() {
        MAIL_SERVER.start();
        wizd = start(TestWizd.newDatabases(), MAIL_SERVER.getSmtp().getPort());
        messages = new AccountMessages(wizd);
    }

    @AfterAll
    static void close() {
        wizd.close();
        MAIL_SERVER.stop();
    }

    @BeforeEach
    void makeAnn() {
        messages.data("user-create", TestWizd.adminAuthorization(), signUp(ann));
    }

    private static List<MimeMessage> mailsTo(GreenMail server, String name) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> recipient(mail).equals(name + "@app.example"))
                .toList();
    }

    private static List<MimeMessage> awaitMails(String name, int count) {
        Eventually.await(
                count + " mails to " + name + " are there",
                () -> mailsTo(MAIL_SERVER, name).size() >= count);
        List<MimeMessage> mails = mailsTo(MAIL_SERVER, name);
        assertThat(mails).hasSize(count);
        return mails;
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String linkIn(MimeMessage mail) {
        String text = GreenMailUtil.getBody(mail);
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }

    private static Map<String, String> signUp(String name) {
        return Map.of("name", name, "password", PASSWORD, "email", name + "@app.example");
    }

    private static Map<String, String> reset(String link) {
        return Map.of("token", link, "newPassword", OTHER);
    }

    private static String login(String name, String password) {
        return messages.code("login", "", Map.of("name", name, "password", password));
    }

    private String linkForAnn() {
        int before = mailsTo(MAIL_SERVER, ann).size();
        messages.data("password-forgot", "", Map.of("name", ann));
        return linkIn(awaitMails(ann, before + 1).getLast());
    }

    @Test
    void whoSignsUpLogsInOnceTheLinkWasFollowed() {
        messages.data("user-create", "", signUp(bob));
        assertThat(login(bob, PASSWORD)).isEqualTo("UNCONFIRMED");
        assertThat(login(bob, "wrong")).isEqualTo("UNAUTHORIZED");
        MimeMessage mail = awaitMails(bob, 1).getFirst();
        assertThat(subject(mail)).isEqualTo("Confirm your account " + bob);
        String link = linkIn(mail);

        assertThat(messages.code("password-reset", "", reset(link))).isEqualTo("LINK_ENDED");
        assertThat(messages.data("user-confirm", "", Map.of("token", link))
                        .path("name")
                        .asText())
                .isEqualTo(bob);

        assertThat(login(bob, PASSWORD)).isEmpty();
        assertThat(messages.code("user-confirm", "", Map.of("token", link))).isEqualTo("LINK_ENDED");
    }

    @Test
    void ofManyWhoSignUpWithOneNameAtOnceOneGetsIt() {
        List<CompletableFuture<String>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> messages.code("user-create", "", signUp(bob))))
                .toList();

        assertThat(all.stream().map(CompletableFuture::join))
                .containsOnlyOnce("")
                .containsOnly("", "ACCOUNT_EXISTS");
        awaitMails(bob, 1);
    }

    @Test
    void aLinkGivesAnotherPasswordOnceAndEndsAllTokens() {
        String token = messages.login(ann, PASSWORD);
        String link = linkForAnn();
        assertThat(messages.code("token-list", token, Map.of())).isEmpty();

        List<CompletableFuture<String>> all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> messages.code("password-reset", "", reset(link))))
                .toList();

        assertThat(all.stream().map(CompletableFuture::join))
                .containsOnlyOnce("")
                .containsOnly("", "LINK_ENDED");
        assertThat(messages.code("token-list", token, Map.of())).isEqualTo("UNAUTHORIZED");
        assertThat(login(ann, PASSWORD)).isEqualTo("UNAUTHORIZED");
        assertThat(login(ann, OTHER)).isEmpty();
    }

    @Test
    void aLinkThatIsTooOldGivesNothing() {
        String link = linkForAnn();
        wizd.execute("UPDATE account_link SET expires_at = UTC_TIMESTAMP(6)");

        assertThat(messages.code("password-reset", "", reset(link))).isEqualTo("LINK_ENDED");
    }

    @Test
    void aLinkEndsWhereThePasswordIsChangedAnotherWay() {
        String link = linkForAnn();
        messages.data(
                "password-change",
                TestWizd.authorization(ann, PASSWORD),
                Map.of("oldPassword", PASSWORD, "newPassword", OTHER));

        assertThat(messages.code("password-reset", "", reset(link))).isEqualTo("LINK_ENDED");
        assertThat(login(ann, OTHER)).isEmpty();
    }

    @Test
    void aLinkOfAnAccountThatIsNotActiveGivesNothing() {
        String link = linkForAnn();
        messages.data("user-deactivate", TestWizd.adminAuthorization(), Map.of("name", ann));

        assertThat(messages.code("password-reset", "", reset(link))).isEqualTo("LINK_ENDED");
    }

    @Test
    void aWeakPasswordDoesNotUseUpTheLink() {
        String link = linkForAnn();

        assertThat(messages.code("password-reset", "", Map.of("token", link, "newPassword", "password1")))
                .isEqualTo("BAD_FIELD");
        assertThat(messages.code("password-reset", "", reset(link))).isEmpty();
    }

    @Test
    void eachAccountWithTheAddressGetsAMailAndNobodyElse() {
        messages.data(
                "user-create",
                TestWizd.adminAuthorization(),
                Map.of("name", bob, "password", PASSWORD, "email", ann.toUpperCase(Locale.ROOT) + "@App.example"));
        int before = MAIL_SERVER.getReceivedMessages().length;
        messages.data("password-forgot", "", Map.of("name", "nobody"));
        messages.data("password-forgot", "", Map.of("email", "nobody@app.example"));

        messages.data("password-forgot", "", Map.of("email", ann + "@APP.example"));

        assertThat(awaitMails(ann, 2).stream().map(SignUpTest::subject))
                .containsExactlyInAnyOrder(
                        "A new password for your account " + ann, "A new password for your account " + bob);
        assertThat(MAIL_SERVER.getReceivedMessages()).hasSize(before + 2);
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAccountGetsFiveLinksAnHourAtMost() {
        for (int i = 0; i < 5; i++) {
            linkForAnn();
        }
        messages.data("password-forgot", "", Map.of("name", ann));
        messages.data("user-create", "", signUp(bob));

        // Mails go out in their order.
        awaitMails(bob, 1);
        awaitMails(ann, 5);
    }

    @Test
    void ofTwoServersEachMailIsSentByOne() {
        DatabaseConfig.External databases = TestWizd.newDatabases();
        int port = MAIL_SERVER.getSmtp().getPort();
        int accounts = 12;
        try (TestWizd one = start(databases, port);
                TestWizd two = start(databases, port)) {
            for (int i = 0; i < accounts; i++) {
                new AccountMessages(i % 2 == 0 ? one : two).data("user-create", "", signUp(bob + "-" + i));
            }
            for (int i = 0; i < accounts; i++) {
                awaitMails(bob + "-" + i, 1);
            }
        }
        for (int i = 0; i < accounts; i++) {
            assertThat(mailsTo(MAIL_SERVER, bob + "-" + i)).hasSize(1);
        }
    }

    /** The mail server of these tests offers no encryption. */
    @Test
    void whereTheConnectionMustBeEncryptedNothingIsSentWithout() {
        List<String> whys = new CopyOnWriteArrayList<>();
        try (TestWizd strict =
                        start(TestWizd.newDatabases(), MAIL_SERVER.getSmtp().getPort(), true);
                Events.Subscription listening = Events.subscribe(event -> {
                    if (event instanceof MailNotSent notSent
                            && notSent.account().equals(bob)) {
                        whys.add(notSent.why());
                    }
                })) {
            new AccountMessages(strict).data("user-create", "", signUp(bob));
            Eventually.await("it was tried", () -> !whys.isEmpty());
        }
        assertThat(whys.getFirst()).contains("STARTTLS");
        assertThat(mailsTo(MAIL_SERVER, bob)).isEmpty();
    }

    @Test
    void mailWaitsForItsServerAndForARestart() {
        DatabaseConfig.External databases = TestWizd.newDatabases();
        GreenMail away = new GreenMail(on(0));
        away.start();
        int port = away.getSmtp().getPort();
        away.stop();
        AtomicInteger failed = new AtomicInteger();
        try (TestWizd before = start(databases, port);
                Events.Subscription listening = Events.subscribe(event -> {
                    if (event instanceof MailNotSent) {
                        failed.incrementAndGet();
                    }
                })) {
            new AccountMessages(before).data("user-create", "", signUp(bob));
            Eventually.await("it was tried twice", () -> failed.get() >= 2);
        }
        GreenMail back = new GreenMail(on(port));
        back.start();
        try (TestWizd after = start(databases, port)) {
            Eventually.await("the mail is there", () -> mailsTo(back, bob).size() == 1);
            String link = linkIn(mailsTo(back, bob).getFirst());
            assertThat(new AccountMessages(after).code("user-confirm", "", Map.of("token", link)))
                    .isEmpty();
        } finally {
            back.stop();
        }
    }
}
