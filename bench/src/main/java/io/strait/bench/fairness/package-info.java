/** What bulk jobs cost interactive ones and each other. */
@NullMarked
package io.strait.bench.fairness;

import org.jspecify.annotations.NullMarked;
