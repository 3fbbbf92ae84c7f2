@NullMarked
package io.wizd.dist;

import org.jspecify.annotations.NullMarked;
