package io.wizd.server.http.route;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.program.Suggestion;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.body.BodyWork;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.form.Negotiation;
import io.wizd.server.http.site.Sites;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestHead;
import java.util.List;
import java.util.Set;

/** Everything that this server has under some path. Immutable, any thread. */
public final class Resources {
    /** Where there is nothing, so that nobody asks further. */
    public static final Found NOTHING = fixed(HttpReply.empty(404));

    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    /** What programs get at / is an error, as it ever was; only who wants a page gets one. */
    private static final List<String> PAGE_OR_NOT = List.of(HttpReply.JSON, Form.HTML.mediaType);

    private static final String PROGRAMS_AT_START =
            "a program sends its messages to / with POST, and finds all paths in /openapi.json and all message types in /types;"
                    + " GET / is a page for browsers, which accept text/html";

    private final Router router = new Router();
    private final Sites sites;
    private final Uploads uploads;
    private final BodyWork bodyWork;
    private final String allowAnywhere;
    private final Resource start;

    /** @throws IllegalStateException if two claim the same method and path */
    public Resources(Dispatcher dispatcher, HandlerTable table, HttpParts parts, List<ServerPage> pages) {
        this.start = parts.start();
        this.sites = parts.sites();
        this.uploads = parts.uploads();
        this.bodyWork = new BodyWork(parts.rendering(), dispatcher);
        EnvelopeResource envelopes = new EnvelopeResource(dispatcher);
        router.add("POST", "/", envelopes);
        router.add("POST", "/messages", envelopes);
        router.add("POST", "/messages/{type}", new MessageResource(dispatcher, table));
        for (MessageType<?, ?> row : table.rows()) {
            for (Route route : row.spec().routes()) {
                router.add(route.verb(), route.path(), new RouteResource(dispatcher, bodyWork, row, route));
            }
        }
        pages.forEach(page -> router.add(
                "GET",
                page.path(),
                new PageResource(
                        page,
                        request -> dispatcher.checkAccess(
                                page.access(), request.head().fields().authorization, request.origin()))));
        allowAnywhere = router.allowAnywhere();
    }

    /** What a request must say of where it goes to and comes from. */
    public Sites sites() {
        return sites;
    }

    /** What takes processor time. */
    public BodyWork bodyWork() {
        return bodyWork;
    }

    /** Where bodies go that are not for memory. */
    public Uploads uploads() {
        return uploads;
    }

    /** What a request leads to, with what is in its path for the names in braces. */
    public record Found(Resource resource, List<String> variables) {}

    /** @throws WizdException if there is nothing, or the method is not known */
    public Found find(RequestHead head) {
        String verb = head.verb();
        if (!KNOWN_METHODS.contains(verb)) {
            throw WizdException.of(ErrorCode.NOT_IMPLEMENTED, "this method is not known: " + verb);
        }
        String path = head.target().path();
        if (path.equals("*")) {
            return fixed(options(allowAnywhere));
        }
        Router.Match match = router.find(path);
        Resource resource = match.resource(verb);
        if (resource != null) {
            return new Found(resource, match.variables());
        }
        boolean atStart = path.equals("/") && head.isRead();
        if (atStart && Negotiation.best(head.fields().accept, PAGE_OR_NOT) == 1) {
            return new Found(start, List.of());
        }
        if (match.byVerb().isEmpty()) {
            throw WizdException.of(
                    ErrorCode.NOT_FOUND, "there is nothing at " + path + Suggestion.didYouMean(router.near(path)));
        }
        String allow = match.allow();
        if (verb.equals("OPTIONS")) {
            return fixed(options(allow));
        }
        if (atStart) {
            return fixed(notAllowed(allow, PROGRAMS_AT_START).with("Vary", "Accept"));
        }
        return fixed(notAllowed(allow, path + " takes " + allow + ", not " + verb));
    }

    private static Found fixed(HttpReply reply) {
        return new Found(new Resource.Fixed(reply), List.of());
    }

    private static HttpReply options(String allow) {
        return HttpReply.empty(204).with("Allow", allow);
    }

    private static HttpReply notAllowed(String allow, String why) {
        return HttpReply.problem(Fault.of(ErrorCode.METHOD_NOT_ALLOWED, why)).with("Allow", allow);
    }
}
