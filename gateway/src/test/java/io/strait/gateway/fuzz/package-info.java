/** Requests that nobody would write by hand, made from the API's documents. */
@NullMarked
package io.strait.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
