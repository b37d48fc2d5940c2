/** Tests of the package of the same name. */
@NullMarked
package io.strait.gateway.openai.batch;

import org.jspecify.annotations.NullMarked;
