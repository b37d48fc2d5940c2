/** Bundles: trained networks written as graphs with a manifest, and checked against the networks they came from. */
@NullMarked
package io.strait.trainer.export;

import org.jspecify.annotations.NullMarked;
