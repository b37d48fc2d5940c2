/** What this machine can run, found without loading anything. */
@NullMarked
package io.strait.engine.probe;

import org.jspecify.annotations.NullMarked;
