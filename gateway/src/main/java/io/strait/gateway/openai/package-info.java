/** The OpenAI Images API, such that its clients work unchanged: the same jobs, told in another form. */
@NullMarked
package io.strait.gateway.openai;

import org.jspecify.annotations.NullMarked;
