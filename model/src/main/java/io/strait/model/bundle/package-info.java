/** The manifest of a bundle: what a trained model is, without its weights. */
@NullMarked
package io.strait.model.bundle;

import org.jspecify.annotations.NullMarked;
