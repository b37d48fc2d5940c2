/** Which artifact store the gateway uses, and making room in it. */
@NullMarked
package io.strait.gateway.artifact;

import org.jspecify.annotations.NullMarked;
