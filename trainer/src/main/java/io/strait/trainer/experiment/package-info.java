/** The paper's comparisons at small scale: what is trained, how it is measured, and the tables made of it. */
@NullMarked
package io.strait.trainer.experiment;

import org.jspecify.annotations.NullMarked;
