package io.strait.gateway.openai.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static List<String> rest(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, StandardCharsets.US_ASCII));
        }
        return lines;
    }

    @Property
    void readsTheLinesFromAnyOneOn(
            @ForAll @StringLength(max = 200) @CharRange(from = '\n', to = '\n') @CharRange(from = 'a', to = 'c')
                    String text,
            @ForAll @IntRange(min = 0, max = 20) int from)
            throws IOException {
        byte[] file = text.getBytes(StandardCharsets.US_ASCII);
        List<String> all = text.lines().toList();
        try (LineReader reader = new LineReader(new ByteArrayInputStream(file))) {
            assertThat(rest(reader)).isEqualTo(all);
            assertThat(reader.bytes()).isEqualTo(file.length);
            assertThat(reader.lines()).isEqualTo(all.size());
        }
        try (LineReader first = new LineReader(new ByteArrayInputStream(file))) {
            for (int i = 0; i < from; i++) {
                first.next();
            }
            try (LineReader second = new LineReader(new ByteArrayInputStream(file), first.lines(), first.bytes())) {
                assertThat(rest(second)).isEqualTo(all.subList(Math.min(from, all.size()), all.size()));
                assertThat(second.lines()).isEqualTo(all.size());
                assertThat(second.bytes()).isEqualTo(file.length);
            }
        }
    }

    @Test
    void cutsWhatIsTooLong() throws IOException {
        byte[] file = new byte[LineReader.MAX_BYTES + 3];
        Arrays.fill(file, (byte) 'x');
        file[file.length - 2] = '\n';
        try (LineReader reader = new LineReader(new ByteArrayInputStream(file))) {
            assertThat(reader.next()).hasSize(LineReader.MAX_BYTES);
            assertThat(reader.cut()).isTrue();
            assertThat(reader.next()).containsExactly('x');
            assertThat(reader.cut()).isFalse();
        }
    }

    @Property
    void aSetOfNumbersIsASet(@ForAll List<Long> numbers) {
        LongSet set = new LongSet();
        Set<Long> reference = new HashSet<>();
        for (long number : numbers) {
            assertThat(set.add(number)).isEqualTo(reference.add(number));
        }
    }

    @Property(tries = 5)
    void aSetGrows(@ForAll long seed) {
        LongSet set = new LongSet();
        java.util.Random random = new java.util.Random(seed);
        long[] numbers = random.longs(20_000).distinct().toArray();
        assertThat(Arrays.stream(numbers).allMatch(set::add)).isTrue();
        assertThat(Arrays.stream(numbers).noneMatch(set::add)).isTrue();
    }

    @Property
    void aLineEndsWithItsLastImageWhateverTheOrder(@ForAll @IntRange(min = 2, max = 10) int images, @ForAll long seed) {
        List<Integer> order = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            order.add(image);
        }
        java.util.Random random = new java.util.Random(seed);
        java.util.Collections.shuffle(order, random);
        boolean well = true;
        ProgressCount.LineState state = ProgressCount.LineState.of(null);
        for (int i = 0; i < images; i++) {
            assertThat(state.complete(images)).isFalse();
            boolean completed = random.nextInt(10) > 0;
            well &= completed;
            state = ProgressCount.LineState.of(
                    state.with(order.get(i), completed).bits());
        }
        assertThat(state.complete(images)).isTrue();
        assertThat(state.well()).isEqualTo(well);
    }
}
