/** Tests of the package of the same name. */
@NullMarked
package io.strait.gateway.openai.file;

import org.jspecify.annotations.NullMarked;
