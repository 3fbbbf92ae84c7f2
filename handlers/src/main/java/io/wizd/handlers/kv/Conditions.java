package io.wizd.handlers.kv;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The conditions of a write, as RFC 9110 (13.1) has them for a resource whose entity tag is its version. Static. */
final class Conditions {
    /** A star, or versions. */
    static final String PATTERN = "\\*|[0-9]{1,18}(,[0-9]{1,18}){0,99}";

    static final String MISMATCH = "must be * or up to 100 versions with commas between";

    private Conditions() {}

    /** Adds what {@code kv_write} looks at: {@code exists}, {@code versions}, {@code notVersions}. */
    static void write(@Nullable String ifMatch, @Nullable String ifNoneMatch, JsonGenerator out) throws IOException {
        if (ifMatch != null && ifMatch.equals("*")) {
            out.writeBooleanField("exists", true);
        } else if (ifMatch != null) {
            writeVersions("versions", ifMatch, out);
        }
        if (ifNoneMatch == null) {
            return;
        }
        if (!ifNoneMatch.equals("*")) {
            writeVersions("notVersions", ifNoneMatch, out);
        } else if (ifMatch == null) {
            out.writeBooleanField("exists", false);
        } else {
            // Nothing both exists and does not.
            writeVersions("versions", "0", out);
        }
    }

    private static void writeVersions(String field, String versions, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(field);
        for (String version : versions.split(",")) {
            out.writeNumber(Long.parseLong(version));
        }
        out.writeEndArray();
    }
}
