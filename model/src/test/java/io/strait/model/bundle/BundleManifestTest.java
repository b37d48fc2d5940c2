package io.strait.model.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.decode.TokenOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BundleManifestTest {
    @Test
    void readsEveryField() {
        BundleManifest manifest = BundleManifest.parse(Manifests.VALID.getBytes(UTF_8));
        assertThat(manifest.name()).isEqualTo("emoji-256");
        assertThat(manifest.codebookSize()).isEqualTo(512);
        assertThat(manifest.maskId()).isEqualTo(512);
        assertThat(manifest.nullLabel()).isEqualTo(2);
        assertThat(manifest.labelIndex("fluent-3d/cat-face")).hasValue(1);
        assertThat(manifest.labelIndex("fluent-3d/dog")).isEmpty();
        assertThat(manifest.side(TokenGrid.UPSAMPLER_BOTTOM)).isEqualTo(64);
        assertThat(manifest.tokens(TokenGrid.BOTTOM)).isEqualTo(1024);
        assertThat(manifest.defaults(TokenGrid.TOP))
                .isEqualTo(new GridSettings(18, 1.5, 0.9, 3, MaskSchedule.cosine()));
        assertThat(manifest.graph(GraphName.DECODER_TOP))
                .isEqualTo(new GraphFile("decoder-top.onnx", "a".repeat(64), 7));
        assertThat(manifest.licences()).containsExactly(new Licence("@iconify-json/noto", "1.2.9", "Apache-2.0"));
        assertThat(manifest.imageSize()).isEqualTo(256);
        assertThat(manifest.upsampledSize()).isEqualTo(512);
    }

    @Test
    void anOrderMayBeNamed() {
        String json =
                Manifests.VALID.replace("\"schedule\":\"linear\"", "\"schedule\":\"linear\",\"order\":\"halton\"");
        BundleManifest manifest = BundleManifest.parse(json.getBytes(UTF_8));
        assertThat(manifest.defaults(TokenGrid.BOTTOM).order()).isEqualTo(TokenOrder.HALTON);
        assertThat(manifest.defaults(TokenGrid.TOP).order()).isEqualTo(TokenOrder.CONFIDENCE);
        assertThat(problems(json.replace("halton", "sobol")))
                .containsExactly("defaults.bottom.order: expected one of confidence, halton, got sobol");
    }

    @Test
    void hashIsThatOfTheBytes() {
        String json = Manifests.VALID;
        BundleManifest manifest = BundleManifest.parse(json.getBytes(UTF_8));
        assertThat(manifest.hash()).matches("[0-9a-f]{64}");
        assertThat(BundleManifest.parse((json + " ").getBytes(UTF_8)).hash()).isNotEqualTo(manifest.hash());
    }

    @Test
    void namesEveryProblemAtOnce() {
        String json = Manifests.VALID
                .replace("\"name\":\"emoji-256\"", "\"name\":\"Emoji 256\"")
                .replace("\"codebookSize\":512", "\"codebookSize\":\"512\"")
                .replace("\"bottom\":32", "\"bottom\":31")
                .replace("\"steps\":18", "\"steps\":65")
                .replace("\"schedule\":\"linear\"", "\"schedule\":\"sigmoid\"")
                .replace("\"temperature\":0.9", "\"temperature\":0")
                .replace("\"file\":\"decoder.onnx\"", "\"file\":\"../decoder.onnx\"")
                .replace("\"noto/heart\"", "\"fluent-3d/cat-face\"")
                .replace("\"x-note\"", "\"note\"");
        assertThat(problems(json))
                .anySatisfy(p -> assertThat(p).startsWith("name: expected").contains("Emoji 256"))
                .anySatisfy(p -> assertThat(p).startsWith("codebookSize: expected an integer"))
                .anySatisfy(p -> assertThat(p).isEqualTo("grids.bottom: expected an integer from 32 to 32, got 31"))
                .anySatisfy(
                        p -> assertThat(p).isEqualTo("defaults.top.steps: expected an integer from 1 to 64, got 65"))
                .anySatisfy(p -> assertThat(p).startsWith("defaults.top.temperature: expected above 0"))
                .anySatisfy(p -> assertThat(p)
                        .startsWith("defaults.bottom.schedule: expected one of cosine")
                        .endsWith("got sigmoid"))
                .anySatisfy(p -> assertThat(p).startsWith("graphs.decoder.file: expected a plain file name"))
                .anySatisfy(
                        p -> assertThat(p).isEqualTo("labels: expected each label once, got fluent-3d/cat-face twice"))
                .anySatisfy(p -> assertThat(p).startsWith("note: unknown field"))
                .hasSize(9);
    }

    @Test
    void namesWhatIsNotThere() {
        assertThat(problems("{}"))
                .anySatisfy(p -> assertThat(p).startsWith("format: expected").endsWith("got nothing"))
                .anySatisfy(p -> assertThat(p).isEqualTo("labels: expected an array, got nothing"))
                .anySatisfy(p -> assertThat(p).startsWith("graphs.encoder.sha256: expected"));
        assertThat(problems(Manifests.VALID.replace("\"decoder-top\"", "\"decoder-two\"")))
                .anySatisfy(p -> assertThat(p).isEqualTo("graphs.decoder-top: expected an object, got nothing"))
                .anySatisfy(p -> assertThat(p).startsWith("graphs.decoder-two: unknown field"));
    }

    @Test
    void refusesWhatIsNotOneJsonObject() {
        assertThat(problems("")).isNotEmpty();
        assertThat(problems("[]")).anySatisfy(p -> assertThat(p).isEqualTo("manifest: expected an object, got []"));
        assertThat(problems("{\"format\":1")).anySatisfy(p -> assertThat(p).contains("expected JSON"));
        assertThat(problems(Manifests.VALID + "{}"))
                .anySatisfy(p -> assertThat(p).contains("expected JSON"));
        assertThat(problems(Manifests.VALID.replace("\"x-note\"", "\"format\"")))
                .anySatisfy(p -> assertThat(p).contains("Duplicate field 'format'"));
    }

    private static List<String> problems(String json) {
        InvalidBundleException e =
                catchThrowableOfType(InvalidBundleException.class, () -> BundleManifest.parse(json.getBytes(UTF_8)));
        assertThat(e).hasMessageStartingWith("bundle.json: ");
        return e.problems();
    }
}
