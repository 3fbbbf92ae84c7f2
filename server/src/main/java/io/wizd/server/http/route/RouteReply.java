package io.wizd.server.http.route;

import io.wizd.handlers.spec.MediaTypes;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.ReplyRules;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.SharedJson;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.JsonItems;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.form.CsvItems;
import io.wizd.server.http.form.EventItems;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.form.HtmlForm;
import io.wizd.server.http.form.HtmlItems;
import io.wizd.server.http.form.JsonTree;
import io.wizd.server.http.form.LineItems;
import io.wizd.server.http.form.Negotiation;
import io.wizd.server.http.form.TextForm;
import io.wizd.server.http.form.TextItems;
import io.wizd.server.http.form.XmlForm;
import io.wizd.server.http.form.XmlItems;
import io.wizd.server.http.wire.HeaderList;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.PathTemplate;
import io.wizd.server.http.wire.Percent;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.RequestFields;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.http.wire.RequestTarget;
import io.wizd.server.http.wire.SessionCookie;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the response of a route from the reply to its message, as the route declares it. Immutable, any thread. */
final class RouteReply {
    /** A larger reply comes in no other form than JSON: its tree would take many times its bytes. */
    static final int MAX_FORM_BYTES = 1 << 20;

    /** A larger reply is not taken apart on an event loop. */
    private static final int MAX_QUICK_BYTES = 64 << 10;

    private static final HttpReply.Field VARY = new HttpReply.Field("Vary", "Accept");
    private static final HttpReply.Field STALE = new HttpReply.Field("Warning", "110 - \"Response is Stale\"");
    private static final HttpReply.Field ASYNC = new HttpReply.Field("Preference-Applied", "respond-async");
    private static final HttpReply.Field NO_SNIFFING = new HttpReply.Field("X-Content-Type-Options", "nosniff");

    /** What somebody stored must not run as a page of this server. */
    private static final HttpReply.Field SANDBOX = new HttpReply.Field("Content-Security-Policy", "sandbox");

    private static final List<HttpReply.Field> VARY_ALONE = List.of(VARY);

    private final MessageSpec<?, ?> spec;
    private final ReplyRules rules;

    /** The status of success, where nothing makes it another one. */
    private final int usual;

    /** What it may be sent as, ours first. */
    private final List<Form> forms;

    private final List<String> formTypes;

    /** The fields of the reply that something here depends on. */
    private final List<String> wanted;

    /** Whether the reply in JSON is the response body, and nothing of it is told elsewhere. */
    private final boolean isPlain;

    RouteReply(MessageSpec<?, ?> spec, ReplyRules rules) {
        this.spec = spec;
        this.rules = rules;
        this.usual = rules.status().usual();
        this.forms = forms(rules.forms());
        this.formTypes = forms.stream().map(form -> form.mediaType).toList();
        ReplyRules.Paging paging = rules.headers().paging();
        Stream<@Nullable String> declared = Stream.of(
                rules.body().field(),
                rules.body().typeField(),
                rules.headers().versionField(),
                rules.status().createdField(),
                rules.headers().staleField(),
                rules.headers().tokenField(),
                paging == null ? null : paging.cursorField());
        String location = rules.status().location();
        this.wanted = Stream.concat(
                        declared.filter(Objects::nonNull).map(Objects::requireNonNull),
                        location == null ? Stream.of() : PathTemplate.variableNames(location).stream())
                .distinct()
                .toList();
        this.isPlain = wanted.isEmpty() && forms.size() == 1 && !rules.headers().endsCookie();
    }

    private static List<Form> forms(ReplyRules.Forms declared) {
        String only = declared.only();
        if (only != null) {
            return List.of(Form.of(only));
        }
        List<Form> always = declared.negotiated() ? Form.OF_ANY_REPLY : List.of(Form.JSON);
        return Stream.concat(always.stream(), declared.lists().stream().map(shape -> Form.of(shape.preference())))
                .toList();
    }

    /** The media types of success; empty if only the reply tells, or there is no body. */
    List<String> mediaTypes() {
        if (rules.body().typeField() != null || usual == 204) {
            return List.of();
        }
        return formTypes;
    }

    /** What JSON will be sent as; null if Accept admits none of the forms. */
    @Nullable
    Form form(RequestFields head) {
        if (usual == 204 || isAsync(head)) {
            return Form.JSON;
        }
        int best = Negotiation.best(head.accept, formTypes);
        return best < 0 ? null : forms.get(best);
    }

    /** What the header fields ask of the handler; null for nothing in particular. */
    ReplyRules.@Nullable Shape shape(RequestFields head) {
        if (isAsync(head)) {
            return rules.status().async();
        }
        Form form = rules.forms().lists().isEmpty() ? null : form(head);
        for (ReplyRules.Shape shape : rules.forms().lists()) {
            if (form == Form.of(shape.preference())) {
                return shape;
            }
        }
        return null;
    }

    /** A preference that does not go with Accept is ignored (RFC 7240, 2): what is answered at once is JSON. */
    private boolean isAsync(RequestFields head) {
        ReplyRules.Shape async = rules.status().async();
        return async != null
                && head.prefer != null
                && Negotiation.admits(head.accept, HttpReply.JSON)
                && HeaderList.elements(head.prefer).stream()
                        .anyMatch(preference ->
                                HeaderList.parts(preference).getFirst().equalsIgnoreCase(async.preference()));
    }

    /** Whether to make the response takes longer than an event loop may. */
    boolean takesTime(@Nullable Form form, Json data) {
        return form != Form.JSON || data.length() > MAX_QUICK_BYTES && !wanted.isEmpty();
    }

    /**
     * The response.
     *
     * @throws WizdException {@code NOT_ACCEPTABLE}
     */
    HttpReply of(RequestHead head, @Nullable Form form, Json data) {
        if (isPlain && form == Form.JSON && !isAsync(head.fields())) {
            return usual == 204 ? HttpReply.empty(204) : HttpReply.json(usual, data);
        }
        ReplyFields fields = ReplyFields.of(data, wanted);
        List<HttpReply.Field> header = new ArrayList<>(6);
        int status = status(head, fields);
        if (status == 202) {
            header.add(ASYNC);
        }
        addLocation(header, status, fields);
        if (fields.isTrue(rules.headers().staleField())) {
            header.add(STALE);
        }
        addCookie(header, head.fields(), fields);
        if (status == 204) {
            return new HttpReply(204, "", ReplyBody.Bytes.NONE, header);
        }
        if (forms.size() > 1) {
            header.add(VARY);
        }
        Json type = fields.find(rules.body().typeField());
        if (type != null && type.array()[type.offset()] == '"') {
            addTag(header, fields, Form.JSON);
            return stored(status, Jsons.read(type, String.class), fields, header);
        }
        String bodyField = rules.body().field();
        Json body = bodyField == null ? data : fields.get(bodyField);
        return inForm(head, status, checked(form, body), body, fields, header);
    }

    private void addLocation(List<HttpReply.Field> header, int status, ReplyFields fields) {
        String location = rules.status().location();
        if (location != null && status / 10 == 20 && status > 200) {
            header.add(new HttpReply.Field("Location", PathTemplate.filled(location, fields::text)));
        }
    }

    /** The response to a message that failed. A cookie of a session that is over goes too. */
    HttpReply of(Fault fault) {
        HttpReply reply = HttpReply.problem(fault);
        boolean isOver =
                fault.code() == ErrorCode.UNAUTHORIZED && rules.headers().endsCookie();
        return isOver ? reply.withFields(List.of(SessionCookie.NONE)) : reply;
    }

    private void addCookie(List<HttpReply.Field> header, RequestFields request, ReplyFields fields) {
        String token = rules.headers().tokenField();
        if (token != null) {
            header.add(SessionCookie.of(fields.text(token), request.isFromSecurePage()));
        } else if (rules.headers().endsCookie()) {
            header.add(SessionCookie.NONE);
        }
    }

    private int status(RequestHead head, ReplyFields fields) {
        if (isAsync(head.fields())) {
            return 202;
        }
        return fields.isTrue(rules.status().createdField()) ? 201 : usual;
    }

    /** The response where the data is sent from where it lies, as JSON. */
    HttpReply of(SharedJson data) {
        return new HttpReply(
                usual, HttpReply.JSON, new ReplyBody.Shared(data), forms.size() > 1 ? VARY_ALONE : List.of());
    }

    /**
     * The response where the data is a list that is made while it is sent.
     *
     * @throws WizdException {@code NOT_ACCEPTABLE}
     */
    HttpReply of(RequestHead head, @Nullable Form form, ReplyStream stream) {
        if (form == null) {
            throw HeadChecks.notAcceptable(formTypes);
        }
        List<HttpReply.Field> header = new ArrayList<>(3);
        if (forms.size() > 1) {
            header.add(VARY);
        }
        ItemForm items = switch (form) {
            case JSON -> new JsonItems();
            case XML -> new XmlItems();
            case HTML -> new HtmlItems(title(head.target()), rules.forms().listing());
            case TEXT -> new TextItems(rules.forms().listing());
            case CSV -> new CsvItems(spec.itemFields(stream.list().field()));
            case NDJSON -> new LineItems();
            case EVENTS -> new EventItems();
        };
        header.addAll(form.safety);
        return new HttpReply(usual, form.contentType, new ReplyBody.Streamed(stream, items), header);
    }

    private Form checked(@Nullable Form form, Json body) {
        if (form == null || !Form.OF_ANY_REPLY.contains(form)) {
            throw HeadChecks.notAcceptable(formTypes);
        }
        if (form != Form.JSON && body.length() > MAX_FORM_BYTES) {
            throw HeadChecks.notAcceptable(Resource.JSON_ALONE);
        }
        return form;
    }

    private void addTag(List<HttpReply.Field> header, ReplyFields fields, Form form) {
        String version = rules.headers().versionField();
        if (version != null) {
            header.add(new HttpReply.Field("ETag", "\"" + fields.get(version) + form.tagMark + "\""));
        }
    }

    /** Bytes that somebody has stored, with the type that came with them: there is no other, so Accept decides nothing. */
    private HttpReply stored(int status, String type, ReplyFields fields, List<HttpReply.Field> header) {
        String sent = MediaTypes.isValid(type) ? type : HttpReply.OCTETS;
        header.add(NO_SNIFFING);
        header.add(SANDBOX);
        Json value = fields.get(Objects.requireNonNull(rules.body().field()));
        return new HttpReply(status, sent, decoded(value), header);
    }

    private static ReplyBody.Bytes decoded(Json base64) {
        ByteBuffer text = ByteBuffer.wrap(base64.array(), base64.offset() + 1, base64.length() - 2);
        ByteBuffer bytes = Base64.getDecoder().decode(text);
        return new ReplyBody.Bytes(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    }

    private HttpReply inForm(
            RequestHead head, int status, Form form, Json body, ReplyFields fields, List<HttpReply.Field> header) {
        String nextPage = nextPage(head.target(), fields);
        if (!nextPage.isEmpty()) {
            header.add(new HttpReply.Field("Link", "<" + nextPage + ">; rel=\"next\""));
        }
        addTag(header, fields, form);
        if (form == Form.JSON) {
            return new HttpReply(
                    status, HttpReply.JSON, new ReplyBody.Bytes(body.array(), body.offset(), body.length()), header);
        }
        header.addAll(form.safety);
        JsonTree tree = JsonTree.of(body);
        String text = switch (form) {
            case XML -> XmlForm.of(tree);
            case HTML -> HtmlForm.of(tree, title(head.target()), rules.forms().listing(), nextPage);
            default -> TextForm.of(tree, rules.forms().listing());
        };
        return HttpReply.text(status, form.contentType, text).withFields(header);
    }

    private static String title(RequestTarget target) {
        return Percent.decoded(target.path());
    }

    /** The same request with the cursor of the next page; empty if this is the last. */
    private String nextPage(RequestTarget target, ReplyFields fields) {
        ReplyRules.Paging paging = rules.headers().paging();
        if (paging == null || fields.get(paging.cursorField()).equals(Json.NULL)) {
            return "";
        }
        return target.withParameter(paging.parameter(), fields.text(paging.cursorField()));
    }
}
