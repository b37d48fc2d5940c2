package io.strait.model.bundle;

/** A manifest that is right in every part. */
final class Manifests {
    static final String VALID = """
            {"format":1,"name":"emoji-256","codebookSize":512,"imageSize":256,"upsampledSize":512,
             "grids":{"top":16,"bottom":32,"upsampler-top":32,"upsampler-bottom":64},
             "labels":["noto/heart","fluent-3d/cat-face"],
             "defaults":{
              "top":{"steps":18,"guidanceScale":1.5,"temperature":0.9,"gumbel":3.0,"schedule":"cosine"},
              "bottom":{"steps":6,"guidanceScale":1,"temperature":1.0,"gumbel":2,"schedule":"linear"},
              "upsampler-top":{"steps":6,"guidanceScale":0,"temperature":1.0,"gumbel":0,"schedule":"square"},
              "upsampler-bottom":{"steps":4,"guidanceScale":0,"temperature":1.0,"gumbel":0,"schedule":"cubic"}},
             "graphs":{%s},
             "licences":[{"name":"@iconify-json/noto","version":"1.2.9","spdx":"Apache-2.0"}],
             "training":{"preset":"demo","anything":[1,2,3]},"x-note":"free"}
            """.formatted(graphs());

    private Manifests() {}

    private static String graphs() {
        StringBuilder json = new StringBuilder();
        for (GraphName graph : GraphName.values()) {
            json.append(json.isEmpty() ? "" : ",")
                    .append("\"%s\":{\"file\":\"%s.onnx\",\"sha256\":\"%s\",\"bytes\":7}"
                            .formatted(graph.wireName(), graph.wireName(), "a".repeat(64)));
        }
        return json.toString();
    }
}
