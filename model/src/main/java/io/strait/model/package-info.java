/** What the model is made of: stages and token grids. */
@NullMarked
package io.strait.model;

import org.jspecify.annotations.NullMarked;
