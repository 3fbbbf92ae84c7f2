package io.wizd.server.http.form;

import io.wizd.protocol.Json;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An error as its client reads it best: a page in a browser, XML (RFC 9457, appendix B) or lines where Accept likes these better;
 * JSON, as it was made, for everybody else, also where Accept admits none of them. Its size is that of the error, some KiB at most.
 * Static, any thread.
 */
public final class ProblemForm {
    private static final String XML = "application/problem+xml";

    /** Each form with the media types that ask for it, the one that it is sent as first. */
    private static final List<Choice> CHOICES = List.of(
            new Choice(HttpReply.PROBLEM, Form.JSON),
            new Choice(HttpReply.JSON, Form.JSON),
            new Choice(XML, Form.XML),
            new Choice(Form.XML.mediaType, Form.XML),
            new Choice(Form.HTML.mediaType, Form.HTML),
            new Choice(Form.TEXT.mediaType, Form.TEXT));

    private static final List<String> MEDIA_TYPES =
            CHOICES.stream().map(Choice::mediaType).toList();

    private record Choice(String mediaType, Form form) {}

    private ProblemForm() {}

    /**
     * The error in the form that Accept likes best; any other reply as it is.
     *
     * @param requestId what the request is called, for people to tell
     */
    public static HttpReply of(HttpReply reply, @Nullable String accept, String requestId) {
        if (!reply.contentType().equals(HttpReply.PROBLEM) || !(reply.body() instanceof ReplyBody.Bytes bytes)) {
            return reply;
        }
        int best = Negotiation.best(accept, MEDIA_TYPES);
        Form form = best < 0 ? Form.JSON : CHOICES.get(best).form();
        if (form == Form.JSON) {
            return reply;
        }
        JsonTree.Fields problem = (JsonTree.Fields) JsonTree.of(Json.of(bytes.array(), bytes.offset(), bytes.count()));
        String body = switch (form) {
            case XML -> XmlForm.ofProblem(problem);
            case HTML -> page(problem, requestId);
            default -> lines(problem, requestId);
        };
        List<HttpReply.Field> fields = new ArrayList<>(reply.without("Vary").fields());
        fields.add(new HttpReply.Field("Vary", "Accept"));
        fields.addAll(form.safety);
        return HttpReply.text(reply.status(), form == Form.XML ? XML : form.contentType, body)
                .withFields(fields);
    }

    private static String page(JsonTree.Fields problem, String requestId) {
        StringBuilder out = new StringBuilder(2048).append(HtmlForm.beginning(title(problem)));
        paragraph(text(problem, "detail"), out);
        List<String> errors = errors(problem).toList();
        if (errors.size() > 1) { // of a single one the detail says all
            out.append("<ul>\n");
            errors.forEach(
                    error -> out.append("<li>").append(HtmlForm.escaped(error)).append("</li>\n"));
            out.append("</ul>\n");
        }
        paragraph(text(problem, "code") + ", request " + requestId, out);
        return out.append("<p><a href=\"/\">wizd</a></p>\n")
                .append(HtmlForm.END)
                .toString();
    }

    private static void paragraph(String text, StringBuilder out) {
        out.append("<p>").append(HtmlForm.escaped(text)).append("</p>\n");
    }

    private static String title(JsonTree.Fields problem) {
        return text(problem, "status") + " " + text(problem, "title");
    }

    /** As {@link TextForm} has it, but what is wrong with each field on a line of its own. */
    private static String lines(JsonTree.Fields problem, String requestId) {
        Stream<JsonTree.Field> given =
                problem.fields().stream().filter(field -> !field.name().equals("errors"));
        Stream<JsonTree.Field> errors = errors(problem).map(error -> line("error", error));
        List<JsonTree.Field> all = Stream.of(given, errors, Stream.of(line("request", requestId)))
                .flatMap(lines -> lines)
                .toList();
        return TextForm.of(new JsonTree.Fields(all), null);
    }

    private static JsonTree.Field line(String name, String text) {
        return new JsonTree.Field(name, new JsonTree.Scalar(text, true));
    }

    /** What is wrong with each field, in a line each. */
    private static Stream<String> errors(JsonTree.Fields problem) {
        List<JsonTree> errors = problem.find("errors") instanceof JsonTree.Array array ? array.items() : List.of();
        return errors.stream().map(JsonTree.Fields.class::cast).map(ProblemForm::error);
    }

    /** Most details begin with their field. */
    private static String error(JsonTree.Fields error) {
        String field = text(error, "field");
        String detail = text(error, "detail");
        return detail.startsWith(field + " ") ? detail : field + ": " + detail;
    }

    private static String text(JsonTree.Fields fields, String name) {
        JsonTree value = fields.find(name);
        return value == null ? "" : JsonTree.plain(value);
    }
}
