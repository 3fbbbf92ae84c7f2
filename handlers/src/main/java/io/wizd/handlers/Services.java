package io.wizd.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.handlers.kv.KvStore;

/**
 * What a handler may be made of.
 *
 * @param main accounts, cards, ids
 * @param partitions keys and members
 * @param kv the keys, wherever they lie
 * @param registry where metrics go
 * @param version of this server
 */
public record Services(Database main, Partitions partitions, KvStore kv, MeterRegistry registry, String version) {}
