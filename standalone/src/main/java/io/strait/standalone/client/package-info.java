/** Asks a running gateway for images, over HTTP and server-sent events. */
@NullMarked
package io.strait.standalone.client;

import org.jspecify.annotations.NullMarked;
