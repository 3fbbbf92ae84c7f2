package io.wizd.server.http.route;

import io.wizd.budget.ProcessorBudget;
import io.wizd.server.http.body.Uploads;
import io.wizd.server.http.site.Sites;
import java.util.List;

/**
 * What the HTTP face has beside messages.
 *
 * @param pages the server's own, for programs
 * @param start what a browser gets at {@code /}
 * @param sites what a request must say of where it goes to and comes from
 * @param uploads where large bodies go
 * @param rendering what forms and compression may take
 * @param version of this server, for the description
 */
public record HttpParts(
        List<ServerPage> pages,
        Resource start,
        Sites sites,
        Uploads uploads,
        ProcessorBudget rendering,
        String version) {}
