/** The {@code strait} command: everything in one process, with an embedded broker. */
@NullMarked
package io.strait.standalone;

import org.jspecify.annotations.NullMarked;
