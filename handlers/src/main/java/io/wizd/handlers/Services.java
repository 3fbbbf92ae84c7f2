package io.wizd.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.handlers.fib.Fibonacci;
import io.wizd.handlers.kv.KvStore;

/**
 * What a handler may be made of.
 *
 * @param main accounts, cards, ids
 * @param partitions keys and members
 * @param kv the keys, wherever they lie
 * @param fibonacci the numbers, as far as they are kept
 * @param registry where metrics go
 * @param version of this server
 */
public record Services(
        Database main,
        Partitions partitions,
        KvStore kv,
        Fibonacci fibonacci,
        MeterRegistry registry,
        String version) {}
