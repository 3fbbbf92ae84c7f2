package io.wizd.server.http.page;

import io.wizd.handlers.spec.Lane;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.route.ServerPage;
import io.wizd.server.http.wire.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * {@code /account}, where the links of mails lead if no application has pages for them: it sends user-confirm or password-reset when a
 * person says so, not when a program looks at the link. The token is behind the #, so it is not in this request, nor in a log.
 */
public final class AccountPage implements ServerPage {
    /** Of a server's URL, where its mails lead to. */
    public static final String PATH = "/account";

    private static final String PAGE = read();

    /** Nothing but what is on the page runs there, and no other page shows it in a frame. */
    private static final List<HttpReply.Field> SAFETY = List.of(
            new HttpReply.Field(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; script-src '" + hashOf(script(PAGE))
                            + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            new HttpReply.Field("X-Content-Type-Options", "nosniff"),
            new HttpReply.Field("Referrer-Policy", "no-referrer"));

    private static String read() {
        try (InputStream page = Objects.requireNonNull(AccountPage.class.getResourceAsStream("account.html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of the server cannot be read", e);
        }
    }

    private static String script(String page) {
        String begin = "<script>";
        return page.substring(page.indexOf(begin) + begin.length(), page.indexOf("</script>"));
    }

    private static String hashOf(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String summary() {
        return "Confirm an address or choose another password, by a link in a mail";
    }

    @Override
    public String mediaType() {
        return Form.HTML.mediaType;
    }

    @Override
    public Lane lane() {
        return Lane.INLINE;
    }

    @Override
    public List<HttpReply.Field> fields() {
        return SAFETY;
    }

    @Override
    public Content content() {
        return new Content(200, Form.HTML.contentType, PAGE.getBytes(StandardCharsets.UTF_8));
    }
}
