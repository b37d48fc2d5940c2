/** Broker, engine, workers and gateway in one process. */
@NullMarked
package io.strait.standalone.stack;

import org.jspecify.annotations.NullMarked;
