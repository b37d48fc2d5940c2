@NullMarked
package io.strait.gateway.life;

import org.jspecify.annotations.NullMarked;
