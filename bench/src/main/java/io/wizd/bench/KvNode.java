package io.wizd.bench;

import io.wizd.db.JdbcAddress;

/**
 * A database that holds keys.
 *
 * @param name as wizd's configuration has it, since the name decides which keys lie there
 * @param address with an account that may do what it is used for
 */
public record KvNode(String name, JdbcAddress address) {}
