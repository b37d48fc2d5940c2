/** Compacted topics as tables that every gateway holds whole. */
@NullMarked
package io.strait.gateway.table;

import org.jspecify.annotations.NullMarked;
