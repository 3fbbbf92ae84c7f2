package io.wizd.db.schedule;

import java.time.Duration;

/**
 * Something that is done again and again.
 *
 * @param name by which all servers know it
 * @param pause between the end of one run and the start of the next
 * @param work one run; what it throws is lost, so it tells of its failures itself
 */
public record Recurring(String name, Duration pause, Runnable work) {}
