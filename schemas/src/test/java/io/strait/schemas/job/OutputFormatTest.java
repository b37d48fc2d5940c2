package io.strait.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OutputFormatTest {
    @Test
    void textIsReadAsItWasWritten() {
        for (String text : new String[] {"png", "jpeg;q=0", "webp;q=100"}) {
            assertThat(OutputFormat.parse(text).text()).isEqualTo(text);
        }
        assertThat(OutputFormat.parse("webp;q=80")).isEqualTo(new OutputFormat("webp", 80));
        assertThat(OutputFormat.parse("png")).isEqualTo(OutputFormat.PNG);
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : new String[] {"", "gif", "png;q=50", "jpeg;q=101", "jpeg;q=", "webp;q=-1"}) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> OutputFormat.parse(text))
                    .withMessageContaining("expected");
        }
    }
}
