@NullMarked
package io.wizd.handlers.members;

import org.jspecify.annotations.NullMarked;
