package io.strait.worker;

import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.RecordCodec;

/** Codecs of the records a worker reads and writes. */
record Codecs(
        RecordCodec<StageJob> jobs,
        RecordCodec<JobEvent> events,
        RecordCodec<Preview> previews,
        RecordCodec<Control> controls,
        RecordCodec<DeadLetter> deadLetters) {

    static Codecs create() {
        return new Codecs(
                RecordCodec.of(StageJob.class),
                RecordCodec.of(JobEvent.class),
                RecordCodec.of(Preview.class),
                RecordCodec.of(Control.class),
                RecordCodec.of(DeadLetter.class));
    }
}
