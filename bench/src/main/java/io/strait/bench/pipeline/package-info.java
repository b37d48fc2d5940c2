/** What the pipeline costs above the bare network passes. */
@NullMarked
package io.strait.bench.pipeline;

import org.jspecify.annotations.NullMarked;
