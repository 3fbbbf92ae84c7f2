@NullMarked
package io.wizd.handlers.kv;

import org.jspecify.annotations.NullMarked;
