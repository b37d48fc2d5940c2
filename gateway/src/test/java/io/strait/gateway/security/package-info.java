@NullMarked
package io.strait.gateway.security;

import org.jspecify.annotations.NullMarked;
