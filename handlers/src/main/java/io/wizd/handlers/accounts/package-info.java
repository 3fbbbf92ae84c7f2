/** Accounts and who may do what. */
@NullMarked
package io.wizd.handlers.accounts;

import org.jspecify.annotations.NullMarked;
