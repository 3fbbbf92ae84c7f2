package io.wizd.server.config;

import com.typesafe.config.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with the text of a configuration file, for whoever wrote it: the library speaks of its tokens. */
final class SyntaxFault {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\??[^}]*}");

    private static final Pattern RESERVED = Pattern.compile("(?:Reserved character|got wrong token:|, got) '(.)'");

    private static final Pattern KEY = Pattern.compile("^.*?Key '(.*)' may not be followed by token");

    private static final Pattern UNEXPECTED = Pattern.compile("here, not: (?:'(.*)'|(.*))$");

    private static final String EXPECTED = "KEY = VALUE or KEY { … } is expected";

    private SyntaxFault() {}

    /** One sentence, without file and line. */
    static String of(ConfigException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return switch (e) {
            case ConfigException.UnresolvedSubstitution ignored -> unresolved(message);
            case ConfigException.BadPath ignored -> "a key must not begin or end with a point, or have two in a row";
            case ConfigException.IO ignored -> "a file that it includes cannot be read: " + message;
            case ConfigException.Parse ignored -> ofText(message);
            default -> message.replaceFirst("^.*?: \\d+: ", "");
        };
    }

    private static String unresolved(String message) {
        Matcher variable = VARIABLE.matcher(message);
        return (variable.find() ? variable.group() : "what stands in ${ }")
                + " has no value: set it in this file or as a variable, or put quotes around the text if it is none";
    }

    private static String ofText(String message) {
        Matcher key = KEY.matcher(message);
        if (key.find()) {
            return key.group(1) + ": " + EXPECTED;
        }
        if (message.contains("end of file")) {
            return "the file ends before a { or [ is closed: a } or ] is missing";
        }
        if (message.contains("unbalanced close brace")) {
            return "this } closes nothing: there is one too many, or a { is missing";
        }
        if (message.contains("List should have")) {
            return "a list is not closed: a ] or a comma is missing";
        }
        if (message.contains("'newline'")) {
            return "a text that begins with \" must end with \" on the same line";
        }
        if (message.contains("escape sequence")) {
            return "a \\ inside of quotes must be written twice: \\\\";
        }
        Matcher reserved = RESERVED.matcher(message);
        if (reserved.find()) {
            // Of a $ it names what follows.
            String character = message.contains("'$' not followed") ? "$" : reserved.group(1);
            return "a value with special characters (" + character + ") needs quotes: KEY = \"VALUE\"";
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.find()) {
            String token = unexpected.group(1) == null ? unexpected.group(2) : unexpected.group(1);
            return token + " must not stand here: " + EXPECTED;
        }
        return "this cannot be read: " + EXPECTED;
    }
}
