/** Bulk jobs: from the intake to the workers, fairly between tenants. */
@NullMarked
package io.strait.gateway.bulk;

import org.jspecify.annotations.NullMarked;
