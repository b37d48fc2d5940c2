/** Webhooks (Standard Webhooks 1.0.0): tenants' endpoints are told how their jobs and batches end. */
@NullMarked
package io.strait.gateway.webhook;

import org.jspecify.annotations.NullMarked;
