@NullMarked
package io.wizd.server;

import org.jspecify.annotations.NullMarked;
