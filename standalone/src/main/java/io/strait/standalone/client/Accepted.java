package io.strait.standalone.client;

/**
 * A generation that the gateway took on.
 *
 * @param id its id
 * @param seed the seed in use, as the gateway writes it
 */
public record Accepted(String id, String seed) {}
