package io.wizd.handlers.accounts;

import io.wizd.event.AccountEvent.MailOnlyTold;
import io.wizd.event.Events;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gets a mail to where the configuration says. Blocks: for the thread of the mail alone. */
final class MailSender {
    private static final String TIMEOUT_MS = "10000";

    private final MailSettings settings;
    private final Path folder;
    private final Session session;

    /** @param folder for mail that becomes files; made when there is one */
    MailSender(MailSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        this.session = session(settings.smtp());
    }

    private static Session session(MailSettings.Smtp smtp) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", smtp.host());
        properties.setProperty("mail.smtp.port", Integer.toString(smtp.port()));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(smtp.startTls()));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(smtp.startTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.auth", Boolean.toString(!smtp.user().isEmpty()));
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return smtp.user().isEmpty() ? null : new PasswordAuthentication(smtp.user(), smtp.password());
            }
        });
    }

    /**
     * Returns once the server of mail has taken it, or it lies on the disk.
     *
     * @throws MailException with what a person can do something about
     */
    void send(Mail mail) {
        try {
            switch (settings.mode()) {
                case LOG -> Events.tell(new MailOnlyTold(mail.subject(), mail.to()));
                case FILE -> write(message(mail));
                case SMTP -> Transport.send(message(mail));
            }
        } catch (MessagingException | IOException e) {
            throw new MailException(reason(e), e);
        }
    }

    private MimeMessage message(Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        // No vacation notice answers it.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        return message;
    }

    private void write(MimeMessage message) throws MessagingException, IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String name = System.currentTimeMillis() + "-" + UUID.randomUUID();
        Path part = folder.resolve(name + ".part");
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE)) {
            message.writeTo(out);
        }
        // Whoever looks into the folder finds whole mails.
        Files.move(part, folder.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The innermost says it: the address that does not answer, the reply that refuses. */
    private String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String where = settings.mode() == MailSettings.Mode.SMTP ? settings.smtp() + ": " : "";
        return where
                + (cause.getMessage() == null
                        ? cause.toString()
                        : cause.getMessage().strip());
    }

    /** A mail that did not leave, and may later. */
    static final class MailException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MailException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
