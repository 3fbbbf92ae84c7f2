package io.wizd.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;

/**
 * What a handler may be made of.
 *
 * @param main accounts, cards, ids
 * @param partitions keys and members
 * @param registry where metrics go
 * @param version of this server
 */
public record Services(Database main, Partitions partitions, MeterRegistry registry, String version) {}
