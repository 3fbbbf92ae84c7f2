package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.ReplyError;
import io.wizd.client.ReplyMessage;
import io.wizd.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code wiz send}: one message, or a file of envelopes. */
@Command(
        name = "send",
        description = "Sends a message, or a file of them, and prints the replies.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz send kv-set '{\"key\":\"a\",\"value\":1}'",
            "  bin/wiz send fib '{\"N\":10}'",
            "  bin/wiz send --user admin member-create '{\"first_name\":\"Ann\", …}'",
            "  bin/wiz send --file envelopes.ndjson",
            "  echo '{\"msgType\":\"ping\"}' | bin/wiz send --file -"
        })
final class SendCommand extends WizCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE", description = "The message type: see bin/wiz types")
    private @Nullable String type;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "The message, a JSON object (default: ${DEFAULT-VALUE})")
    private String json = "{}";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "One envelope a line, such as {\"msgType\":\"ping\",\"message\":{}}; - is standard input."
                    + " Many are in flight; a reply is printed as it comes, with the seqNum of its envelope, or else"
                    + " the number of its line. A summary goes to standard error.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((type == null) == (file == null)) {
            throw new ParameterException(spec().commandLine(), "either TYPE and JSON or --file FILE is needed");
        }
        return type != null ? sendOne(type) : sendFile(String.valueOf(file));
    }

    private int sendOne(String msgType) throws InterruptedException {
        Message message = Message.of(msgType, JsonArgument.parse(json));
        try (Client client = options().newClient()) {
            ReplyMessage reply = client.exchange(message, options().timeoutMs()).get();
            out().println(Texts.printable(reply.text()));
            ReplyError error = reply.error();
            return error == null ? Exit.OK : Wiz.tellMore(err(), options(), error);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    private int sendFile(String name) throws IOException {
        try (InputStream lines = open(name);
                Client client = options().newClient()) {
            return new FileSender(client, options(), out(), err()).send(lines);
        }
    }

    private static InputStream open(String name) {
        try {
            return name.equals("-") ? System.in : Files.newInputStream(Path.of(name));
        } catch (IOException e) {
            throw new Failure(Exit.NO_INPUT, "cannot read " + name + ": no such file, or no permission to read it");
        }
    }
}
