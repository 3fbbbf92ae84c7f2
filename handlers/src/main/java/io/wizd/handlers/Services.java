package io.wizd.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.handlers.fib.Fibonacci;
import io.wizd.handlers.kv.KvStore;
import io.wizd.handlers.members.batch.MemberJobs;

/**
 * What a handler may be made of.
 *
 * @param main accounts, cards, ids
 * @param partitions keys and members
 * @param kv the keys, wherever they lie
 * @param fibonacci the numbers, as far as they are kept
 * @param memberJobs the files of members that are on their way in
 * @param registry where metrics go
 * @param version of this server
 */
public record Services(
        Database main,
        Partitions partitions,
        KvStore kv,
        Fibonacci fibonacci,
        MemberJobs memberJobs,
        MeterRegistry registry,
        String version) {}
