package io.strait.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PipelineBenchTest {
    @Test
    void aRunThatSkippedPreviewsIsNotValid() {
        assertThat(PipelineBench.problems(0.01, 0)).isEmpty();
        assertThat(PipelineBench.problems(0.02, 0))
                .containsExactly("previews: expected a share of at most 0.01 to be skipped, got 0.02");
    }

    @Test
    void aRunWithOtherImagesIsNotValid() {
        assertThat(PipelineBench.problems(0, 2)).singleElement().asString().contains("got others in 2");
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThat(new CommandLine(new PipelineCommand()).execute("--jobs", "0"))
                .isEqualTo(2);
        assertThat(new CommandLine(new PipelineCommand()).execute("--previews", "-1"))
                .isEqualTo(2);
    }
}
