/** {@code bin/bench login}: whether the time of a login tells who has an account. Begin at {@link io.wizd.bench.login.LoginTiming}. */
@NullMarked
package io.wizd.bench.login;

import org.jspecify.annotations.NullMarked;
