package io.wizd.client.cli;

import io.wizd.program.StandardOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wiz members export}: members as CSV. */
@Command(
        name = "export",
        description = "Writes members as CSV: all, or those that all named values fit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz members export --output members.csv",
            "  bin/wiz members export --aid 90001 | gzip > 90001.csv.gz"
        })
final class MembersExportCommand extends WizCommand {
    @Option(names = "--aid", paramLabel = "N", description = "Only those of this account_id")
    private @Nullable String accountId;

    @Option(names = "--ph", paramLabel = "N", description = "Only those of this phone_number")
    private @Nullable String phoneNumber;

    @Option(names = "--cmid", paramLabel = "N", description = "Only those of this client_member_id")
    private @Nullable String clientMemberId;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file, which is there only once it is whole (default: standard output)")
    private @Nullable Path output;

    @Override
    public Integer call() throws InterruptedException {
        OutputFile file = output == null ? null : new OutputFile(output);
        if (file != null) {
            file.check();
        }
        try (RestClient rest = new RestClient(options(), options().authorization())) {
            HttpResponse<InputStream> members = rest.send(target(), request -> request.setHeader("Accept", "text/csv"));
            if (file != null) {
                file.save(members.body());
            } else {
                print(members.body());
            }
            return Exit.OK;
        }
    }

    private String target() {
        List<String> filters = new ArrayList<>();
        addTo(filters, "aid", accountId);
        addTo(filters, "ph", phoneNumber);
        addTo(filters, "cmid", clientMemberId);
        return "/api/members/" + (filters.isEmpty() ? "" : "?" + String.join("&", filters));
    }

    private static void addTo(List<String> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static void print(InputStream members) {
        try (members) {
            OutputFile.copy(members, StandardOutput.ofBytes());
        } catch (IOException e) {
            throw new Failure(Exit.IO_ERROR, StandardOutput.unwritable(e));
        }
    }
}
