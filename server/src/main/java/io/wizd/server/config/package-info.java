/** The configuration: read from its sources, checked as a whole, sealed. */
@NullMarked
package io.wizd.server.config;

import org.jspecify.annotations.NullMarked;
