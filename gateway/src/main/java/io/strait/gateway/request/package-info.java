/** What a client may ask for, checked. */
@NullMarked
package io.strait.gateway.request;

import org.jspecify.annotations.NullMarked;
