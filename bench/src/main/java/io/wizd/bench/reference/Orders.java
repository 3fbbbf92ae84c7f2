package io.wizd.bench.reference;

import io.wizd.bench.KvNode;
import io.wizd.bench.LoadFigures;
import io.wizd.db.JdbcAddress;
import io.wizd.protocol.Jsons;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How a program that is its own load is driven. Its last arguments are name, URL and user of each node; the first line
 * of its standard input is the password, each further one a number of milliseconds to work, which it answers by a line
 * of figures. One thread.
 */
public final class Orders {
    /** What the line that says so begins with. */
    public static final String READY = "ready";

    /** What a line of figures begins with. */
    public static final String RESULT = "result ";

    private final BufferedReader input;
    private final List<KvNode> nodes = new ArrayList<>();

    /** @param firstNode the place of the first argument that tells of a node */
    Orders(String[] arguments, int firstNode) throws IOException {
        this.input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();
        for (int i = firstNode; i < arguments.length; i += 3) {
            nodes.add(new KvNode(arguments[i], new JdbcAddress(arguments[i + 1], arguments[i + 2], password)));
        }
    }

    List<KvNode> nodes() {
        return nodes;
    }

    /** What is done on each order. */
    @FunctionalInterface
    interface Work {
        LoadFigures carryOut(long durationMs) throws Exception;
    }

    /** Says that it is ready, then works on each order until there are no more. */
    void obey(Work work) throws Exception {
        System.out.println(READY);
        for (String order = input.readLine(); order != null; order = input.readLine()) {
            LoadFigures figures = work.carryOut(Long.parseLong(order));
            System.out.println(RESULT + Jsons.MAPPER.writeValueAsString(figures));
        }
    }
}
