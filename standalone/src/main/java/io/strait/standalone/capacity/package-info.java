/** How many workers a load needs, by simulating the pools event by event. */
@NullMarked
package io.strait.standalone.capacity;

import org.jspecify.annotations.NullMarked;
