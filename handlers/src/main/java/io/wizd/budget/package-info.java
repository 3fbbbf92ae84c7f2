/** What requests may cost together: each budget bounds one thing that a server has little of. */
@NullMarked
package io.wizd.budget;

import org.jspecify.annotations.NullMarked;
