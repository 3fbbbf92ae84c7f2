/** Business cards, exchanged by phone. */
@NullMarked
package io.wizd.handlers.cards;

import org.jspecify.annotations.NullMarked;
