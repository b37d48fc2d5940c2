package io.strait.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Where a record was queued first; travels in a header when the record moves to the topic of suspects. */
record Origin(String topic, int partition, long offset) {
    private static final String HEADER = "strait.origin";

    /** The place that the record's header names, else the record's own. */
    static Origin of(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        if (header != null) {
            String[] parts = new String(header.value(), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 3) {
                try {
                    return new Origin(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
                } catch (NumberFormatException e) {
                    // Not written by a worker. Its own place is the best that is known.
                }
            }
        }
        return new Origin(record.topic(), record.partition(), record.offset());
    }

    List<Header> headers() {
        String text = topic + " " + partition + " " + offset;
        return List.of(new RecordHeader(HEADER, text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + " offset " + offset;
    }
}
