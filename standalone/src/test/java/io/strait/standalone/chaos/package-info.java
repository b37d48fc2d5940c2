/** Faults, made on purpose to real processes on a real broker, and what a client may never see of them. */
@NullMarked
package io.strait.standalone.chaos;

import org.jspecify.annotations.NullMarked;
