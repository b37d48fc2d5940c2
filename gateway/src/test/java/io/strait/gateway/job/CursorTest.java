package io.strait.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.avro.StageName;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class CursorTest {
    @Property(tries = 200)
    void readsWhatItWrites(
            @ForAll @IntRange(max = 4095) int partition,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long event,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long preview,
            @ForAll StageName stage,
            @ForAll @IntRange(max = 999_999) int step) {
        Cursor cursor = new Cursor(partition, event, preview, stage, step);
        assertThat(Cursor.parse(cursor.toString())).contains(cursor);
    }

    @Property(tries = 500)
    void neverFailsOnOtherText(@ForAll String text) {
        Cursor.parse(text).ifPresent(cursor -> assertThat(cursor.toString()).isNotEmpty());
    }

    @Test
    void startsBeforeEverything() {
        Cursor start = Cursor.start(3);
        assertThat(Cursor.parse(start.toString())).contains(start);
        assertThat(start.isBefore(StageName.TOP, 1)).isTrue();
    }

    @Test
    void ordersPreviewsByStageThenStep() {
        Cursor cursor = Cursor.start(0).afterPreview(10, StageName.BOTTOM, 3);
        assertThat(cursor.isBefore(StageName.TOP, 18)).isFalse();
        assertThat(cursor.isBefore(StageName.BOTTOM, 3)).isFalse();
        assertThat(cursor.isBefore(StageName.BOTTOM, 4)).isTrue();
        assertThat(cursor.isBefore(StageName.UPSAMPLER, 1)).isTrue();
    }
}
