/** Sync: brings copies up to date, hints home, and keys to where they belong. */
@NullMarked
package io.wizd.handlers.kv.sync;

import org.jspecify.annotations.NullMarked;
