/** One page with curves and contact sheets of a training folder. */
@NullMarked
package io.strait.trainer.report;

import org.jspecify.annotations.NullMarked;
