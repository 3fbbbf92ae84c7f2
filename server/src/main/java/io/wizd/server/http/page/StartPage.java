package io.wizd.server.http.page;

import io.wizd.handlers.spec.MessageAccess;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.form.HtmlForm;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.wire.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code /} in a browser: what runs, where to go, and three things to try. Made on the event loop; it needs nothing else. */
public final class StartPage implements Resource {
    private static final String TEMPLATE = read();

    /** What a shell takes as it is; anything else in Host is somebody's joke. */
    private static final Pattern PLAIN_HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]+");

    private final String version;
    private final HealthPage health;
    private final MessageAccess access;

    /** @param access who may do what with keys, which the page shows how to set */
    public StartPage(String version, HealthPage health, MessageAccess access) {
        this.version = version;
        this.health = health;
        this.access = access;
    }

    private static String read() {
        try (InputStream page = Objects.requireNonNull(StartPage.class.getResourceAsStream("start.html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of the server cannot be read", e);
        }
    }

    private static String credentials(MessageAccess.Who who) {
        return who.access().isOpen() ? "" : " -u admin";
    }

    @Override
    public String name() {
        return "the start page";
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(Form.HTML.mediaType);
    }

    @Override
    public boolean needsBudget() {
        return false;
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        String given = request.head().fields().host;
        String host = given != null && PLAIN_HOST.matcher(given).matches() ? given : "localhost";
        String page = TEMPLATE.replace("@version@", HtmlForm.escaped(version))
                .replace("@status@", health.status())
                .replace("@writer@", credentials(access.kvWrite()))
                .replace("@reader@", credentials(access.kvRead()))
                .replace("@host@", host);
        whenReady.accept(HttpReply.text(200, Form.HTML.contentType, page)
                .withFields(Form.HTML.safety)
                .with("Vary", "Accept"));
    }
}
