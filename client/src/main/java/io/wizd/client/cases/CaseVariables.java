package io.wizd.client.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one run of one case puts in place of its variables. One thread. */
final class CaseVariables {
    private static final Pattern EARLIER = Pattern.compile("\"\\$\\{before\\.(\\d+)\\.(\\w+)}\"");
    private static final Pattern EARLIER_IN_TEXT = Pattern.compile("\\$\\{before\\.(\\d+)\\.(\\w+)}");
    private static final String RUN_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RUN_CHARS = 12;

    private final String run;
    private final String number;
    private final String degrees;
    private final List<JsonNode> earlierData = new ArrayList<>();

    CaseVariables() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(RUN_CHARS);
        while (id.length() < RUN_CHARS) {
            id.append(RUN_ALPHABET.charAt(random.nextInt(RUN_ALPHABET.length())));
        }
        this.run = id.toString();
        this.number = Long.toString(random.nextLong(1, 1L << 53));
        this.degrees = BigDecimal.valueOf(random.nextLong(-800_000_000, 800_000_000), 7)
                .toPlainString();
    }

    /** What the next message of {@code before} got. */
    void addEarlier(JsonNode data) {
        earlierData.add(data);
    }

    /** The same JSON, with the variables replaced in its text: all else stays as it is, byte by byte. */
    Json resolve(Json template) {
        String text = template.toString()
                .replace("\"${number}\"", number)
                .replace("\"${degrees}\"", degrees)
                .replace("${run}", run);
        String whole = EARLIER.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(earlier(found.group(1), found.group(2))));
        return Json.of(EARLIER_IN_TEXT
                .matcher(whole)
                .replaceAll(found -> Matcher.quoteReplacement(inText(earlier(found.group(1), found.group(2))))));
    }

    /** A value as it goes into a string around it. */
    private static String inText(String json) {
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }

    private String earlier(String index, String field) {
        int at = Integer.parseInt(index);
        JsonNode value = at < earlierData.size() ? earlierData.get(at).get(field) : null;
        if (value == null) {
            throw new IllegalArgumentException("there is no before." + at + "." + field);
        }
        return value.toString();
    }
}
