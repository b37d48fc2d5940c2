/** The sub-commands of {@code strait}. */
@NullMarked
package io.strait.standalone.command;

import org.jspecify.annotations.NullMarked;
