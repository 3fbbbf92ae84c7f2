@NullMarked
package io.wizd.handlers.accounts;

import org.jspecify.annotations.NullMarked;
