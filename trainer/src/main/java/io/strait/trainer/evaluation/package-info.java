/** Measures trained networks: on held-out images, and samples against real images in the features of a classifier. */
@NullMarked
package io.strait.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
