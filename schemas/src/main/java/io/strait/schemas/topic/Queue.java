package io.strait.schemas.topic;

import io.strait.schemas.avro.StageName;

/**
 * One queue of jobs.
 *
 * @param priority which of the stage's queues: interactive, bulk, suspects
 * @param topic where its jobs are
 * @param group the share group that takes them
 */
public record Queue(StageName stage, String priority, String topic, String group) {}
