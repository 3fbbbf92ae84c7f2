/** Members by the file: rows go to a node by LOAD DATA, and each chunk exactly once. */
@NullMarked
package io.wizd.db.members;

import org.jspecify.annotations.NullMarked;
