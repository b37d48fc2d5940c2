package io.strait.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ByteRangeTest {
    @Test
    void readsOneRange() {
        assertThat(ByteRange.of("bytes=0-0", 10)).isEqualTo(new ByteRange(0, 0));
        assertThat(ByteRange.of("Bytes = 3-", 10)).isEqualTo(new ByteRange(3, 9));
        assertThat(ByteRange.of("bytes=-20", 10)).isEqualTo(new ByteRange(0, 9));
        assertThat(ByteRange.of("bytes=5-999999999999999999", 10)).isEqualTo(new ByteRange(5, 9));
    }

    @Test
    void leavesTheWholeToWhatItNeedNotUnderstand() {
        for (String header :
                new String[] {"", "bytes=", "bytes=-", "bytes=4-3", "lines=1-2", "bytes=1-2,3-4", "bytes=a-b"}) {
            assertThat(ByteRange.of(header, 10)).as(header).isNull();
        }
        assertThat(ByteRange.of(null, 10)).isNull();
    }

    @Test
    void tellsWhatTheContentDoesNotHave() {
        for (String header : new String[] {"bytes=10-", "bytes=10-20", "bytes=-0"}) {
            assertThat(ByteRange.of(header, 10)).as(header).matches(range -> range != null && !range.satisfiable());
        }
        assertThat(ByteRange.of("bytes=-1", 0)).matches(range -> range != null && !range.satisfiable());
    }
}
