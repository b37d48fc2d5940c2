/** A bundle's graphs written anew when they are loaded: fewer and faster operators, and products in int8. */
@NullMarked
package io.strait.engine.graph;

import org.jspecify.annotations.NullMarked;
