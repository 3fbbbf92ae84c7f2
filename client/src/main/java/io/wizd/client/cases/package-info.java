/**
 * The message cases of {@code test-data/messages/}, and what runs them against a server over any transport. How a case
 * is written: {@link io.wizd.client.cases.MessageCase}.
 */
@NullMarked
package io.wizd.client.cases;

import org.jspecify.annotations.NullMarked;
