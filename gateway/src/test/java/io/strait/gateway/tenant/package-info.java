@NullMarked
package io.strait.gateway.tenant;

import org.jspecify.annotations.NullMarked;
