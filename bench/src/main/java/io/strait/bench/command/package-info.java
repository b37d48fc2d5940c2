/** What the commands share: their options, what they print, where they run. */
@NullMarked
package io.strait.bench.command;

import org.jspecify.annotations.NullMarked;
