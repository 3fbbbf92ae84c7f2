@NullMarked
package io.wizd.bench.login;

import org.jspecify.annotations.NullMarked;
