/** How near the engine's passes come to what the machine can do. */
@NullMarked
package io.strait.bench.engine;

import org.jspecify.annotations.NullMarked;
