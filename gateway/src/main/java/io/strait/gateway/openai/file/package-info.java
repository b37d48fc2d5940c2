/** The OpenAI Files API: what clients send for batches, and what batches write. */
@NullMarked
package io.strait.gateway.openai.file;

import org.jspecify.annotations.NullMarked;
