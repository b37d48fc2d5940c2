package io.strait.bench.pipeline;

import io.strait.model.bundle.BundleManifest;
import java.util.ArrayList;
import java.util.List;

/** An image to make. */
record Ask(int label, long seed) {
    /** Different labels and seeds; the same for the same start. */
    static List<Ask> some(int count, long firstSeed, BundleManifest manifest) {
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asks.add(new Ask(Math.floorMod(7 * i, manifest.labels().size()), firstSeed + i));
        }
        return asks;
    }
}
