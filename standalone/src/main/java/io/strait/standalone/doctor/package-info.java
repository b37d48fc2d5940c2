/** Looks at what the machine has and says what is missing. */
@NullMarked
package io.strait.standalone.doctor;

import org.jspecify.annotations.NullMarked;
