package io.strait.model.bundle;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a bundle is, read from its {@code bundle.json}.
 *
 * @param name lower-case name, also the prefix of the bundle's topics
 * @param hash lower-case hexadecimal SHA-256 of the manifest's bytes; covers the graphs, whose hashes the manifest holds
 * @param codebookSize number of token ids; ids are 0 to codebookSize - 1
 * @param imageSize side in pixels of an image of the top and bottom grids
 * @param upsampledSize side in pixels of the upsampler's image
 * @param sides side of each grid
 * @param labels names of the classes; a label's index is its position
 * @param settings how each grid is decoded unless a request says otherwise
 * @param graphs the file of every graph
 * @param licences licences of the data it was trained on
 */
public record BundleManifest(
        String name,
        String hash,
        int codebookSize,
        int imageSize,
        int upsampledSize,
        Map<TokenGrid, Integer> sides,
        List<String> labels,
        Map<TokenGrid, GridSettings> settings,
        Map<GraphName, GraphFile> graphs,
        List<Licence> licences) {

    /** Copies the collections. */
    public BundleManifest {
        sides = Collections.unmodifiableMap(new TreeMap<>(sides));
        labels = List.copyOf(labels);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        graphs = Collections.unmodifiableMap(new TreeMap<>(graphs));
        licences = List.copyOf(licences);
    }

    /**
     * Reads a manifest.
     *
     * @param json the bytes of {@code bundle.json}
     * @throws InvalidBundleException with every problem, each naming its field
     */
    public static BundleManifest parse(byte[] json) {
        return new ManifestReader(json).read();
    }

    /** Side of a grid, in tokens. */
    public int side(TokenGrid grid) {
        return Objects.requireNonNull(sides.get(grid));
    }

    /** Number of tokens of a grid: its side squared. */
    public int tokens(TokenGrid grid) {
        return side(grid) * side(grid);
    }

    /** How a grid is decoded unless a request says otherwise. */
    public GridSettings defaults(TokenGrid grid) {
        return Objects.requireNonNull(settings.get(grid));
    }

    /** Index of a label, empty if there is none of that name. */
    public OptionalInt labelIndex(String label) {
        int index = labels.indexOf(label);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Index that stands for no class, used by guidance. */
    public int nullLabel() {
        return labels.size();
    }

    /** Id that stands for a token not yet known. */
    public int maskId() {
        return codebookSize;
    }

    /** The file of a graph. */
    public GraphFile graph(GraphName graph) {
        return Objects.requireNonNull(graphs.get(graph));
    }
}
