@NullMarked
package io.wizd.budget;

import org.jspecify.annotations.NullMarked;
