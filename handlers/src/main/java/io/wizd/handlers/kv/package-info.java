/** The key-value store. */
@NullMarked
package io.wizd.handlers.kv;

import org.jspecify.annotations.NullMarked;
