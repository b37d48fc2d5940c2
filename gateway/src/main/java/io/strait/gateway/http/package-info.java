/** Routes, one class each, and how failures become answers. */
@NullMarked
package io.strait.gateway.http;

import org.jspecify.annotations.NullMarked;
