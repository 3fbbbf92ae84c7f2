@NullMarked
package io.wizd.handlers;

import org.jspecify.annotations.NullMarked;
