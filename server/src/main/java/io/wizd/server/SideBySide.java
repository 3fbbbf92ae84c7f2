package io.wizd.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The same question to several databases: it takes as long as the slowest answer. */
final class SideBySide {
    private SideBySide() {}

    /** @param question throws nothing */
    static <T, R> List<R> ask(List<T> all, Function<T, R> question) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<R>> answers = all.stream()
                    .map(one -> CompletableFuture.supplyAsync(() -> question.apply(one), threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }
}
