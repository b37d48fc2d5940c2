@NullMarked
package io.strait.gateway.bulk;

import org.jspecify.annotations.NullMarked;
