package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.ReplyError;
import io.wizd.client.ReplyMessage;
import io.wizd.program.Suggestion;
import io.wizd.protocol.Message;
import io.wizd.protocol.Printable;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Carries out lines: sends the message that each is, and prints its reply. Confined to the thread that reads them. */
final class Shell {
    private static final String HELP = "help";
    private static final String EXIT = "exit";

    private final ServerOptions options;
    private final Client client;
    private final TypesSource types;
    private final PrintWriter out;
    private final PrintWriter err;

    /** Where the types come from; asked only when they are needed. */
    interface TypesSource {
        ShellTypes get() throws InterruptedException;
    }

    Shell(ServerOptions options, Client client, TypesSource types, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.client = client;
        this.types = types;
        this.out = out;
        this.err = err;
    }

    static boolean isExit(String line) {
        return line.strip().equals(EXIT);
    }

    /**
     * Carries out one line; an empty one, and one that begins with #, is nothing to do. What is wrong with it, or with its
     * message, is told.
     *
     * @return whether nothing was wrong
     * @throws io.wizd.client.ClientException if there is no reply
     * @throws InterruptedException if the thread is interrupted while it waits for the reply
     */
    boolean run(String line) throws InterruptedException {
        String text = line.strip();
        try {
            String[] words = text.split("\\s+", 3);
            if (text.isEmpty() || text.startsWith("#")) {
                return true;
            }
            if (words[0].equals(HELP)) {
                help(words);
                return true;
            }
            return send(ShellLine.read(text));
        } catch (Failure e) {
            err.println("wiz: " + Printable.of(String.valueOf(e.getMessage())));
            return false;
        }
    }

    private boolean send(Message message) throws InterruptedException {
        ReplyMessage reply = await(client.exchange(message, options.timeoutMs()));
        ReplyError error = reply.error();
        if (error != null) {
            err.println("wiz: " + Printable.of(message.msgType() + ": " + error));
            Wiz.tellMore(err, options, error);
            return false;
        }
        PrettyJson.lines(reply.data()).forEach(out::println);
        return true;
    }

    private static ReplyMessage await(CompletableFuture<ReplyMessage> reply) throws InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    private void help(String[] words) throws InterruptedException {
        ShellTypes known = types.get();
        if (words.length == 1) {
            known.byName().values().forEach(type -> print("%-18s %s", type.name(), type.summary()));
            out.println();
            out.println("A line is a type and its fields: kv-set key=a value={\"x\": 1}");
            out.println("help TYPE tells its fields. A value is JSON if it is valid JSON, else a string; one with");
            out.println("spaces stands in quotes: \"…\" is a string, '…' JSON or a string as without them.");
            out.println("@userID=, @deviceID=, @token= and @requestId= go into the envelope. exit, or Ctrl-D, ends.");
            return;
        }
        ShellTypes.Type type = known.find(words[1])
                .orElseThrow(() -> new Failure(
                        Exit.USAGE,
                        "there is no message type " + words[1]
                                + Suggestion.didYouMean(
                                        Suggestion.of(words[1], known.byName().keySet()))));
        print("%s: %s. %s", type.name(), type.summary(), type.about());
        for (ShellTypes.Field field : type.fields()) {
            String kind = field.kind() + (field.isRequired() ? "" : ", may be absent");
            print("  %-18s %-24s %s", field.name(), kind, field.about());
        }
    }

    private void print(String format, Object... parts) {
        out.println(Printable.of(format.formatted(parts).stripTrailing()));
    }
}
