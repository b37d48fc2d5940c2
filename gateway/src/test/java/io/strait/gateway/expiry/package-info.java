@NullMarked
package io.strait.gateway.expiry;

import org.jspecify.annotations.NullMarked;
