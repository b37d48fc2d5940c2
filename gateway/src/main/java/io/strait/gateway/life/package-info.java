/** Threads of a gateway that work on what the log says, and begin again when they fail. */
@NullMarked
package io.strait.gateway.life;

import org.jspecify.annotations.NullMarked;
