/** Reading of settings from the environment. */
@NullMarked
package io.strait.gateway.settings;

import org.jspecify.annotations.NullMarked;
