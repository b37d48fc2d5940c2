package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Paths of a generation. */
public final class Links {
    private static final String BASE = "/v1/generations/";

    private Links() {}

    static String self(String id) {
        return BASE + id;
    }

    /** Path of its image. */
    public static String image(String id) {
        return BASE + id + "/image";
    }

    /** Adds all four. */
    public static void put(ObjectNode json, String id) {
        ObjectNode links = json.putObject("links");
        links.put("self", self(id));
        links.put("events", self(id) + "/events");
        links.put("image", image(id));
        links.put("cancel", self(id));
    }
}
