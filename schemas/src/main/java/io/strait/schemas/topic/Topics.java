package io.strait.schemas.topic;

import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of topics and groups. Job topics and their groups are per bundle, because tokens mean nothing under another tokenizer; the rest
 * are shared.
 */
public record Topics(String bundle) {
    /** Lifecycle of all jobs, partitioned by job id. */
    public static final String EVENTS = "events";
    /** Images so far; same partition as the job's events. */
    public static final String PREVIEWS = "previews";
    /** What every worker must know, compacted by job id. */
    public static final String CONTROLS = "controls";

    /** Lines of batches by outcome, compacted by batch and partition of events. */
    public static final String BATCH_PROGRESS = "batch-progress";

    /** Gateways say here that they live. */
    public static final String GATEWAYS = "gateways";

    /** Tenants' webhook endpoints, compacted by id: every gateway reads all. */
    public static final String WEBHOOKS = "webhooks";
    /** Events on their way to webhook endpoints, compacted; one gateway at a time has a partition. */
    public static final String WEBHOOK_DELIVERIES = "webhook-deliveries";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

    /** @throws IllegalArgumentException if the bundle's name cannot be part of a topic's */
    public Topics {
        if (!NAME.matcher(bundle).matches()) {
            throw new IllegalArgumentException("bundle: expected a name of a-z, 0-9 and -, got '" + bundle + "'");
        }
    }

    /** Interactive jobs waiting for a stage. */
    public String jobs(StageName stage) {
        return jobs(stage, Priority.INTERACTIVE);
    }

    /** Jobs of a priority waiting for a stage. */
    public String jobs(StageName stage, Priority priority) {
        return bundle + ".jobs." + wireName(stage) + "." + wireName(priority);
    }

    /** The share group of the lanes that take a stage's interactive jobs. */
    public String group(StageName stage) {
        return group(stage, Priority.INTERACTIVE);
    }

    /** The share group of the lanes that take a stage's jobs of a priority. */
    public String group(StageName stage, Priority priority) {
        return bundle + "." + wireName(stage) + "." + wireName(priority);
    }

    /** Bulk jobs that no stage has been given yet, keyed by tenant. */
    public String intake() {
        return bundle + ".intake";
    }

    /** How far each tenant's intake has been dispatched; partitioned as the intake, compacted by tenant. */
    public String dispatch() {
        return bundle + ".dispatch";
    }

    /** The consumer group of those who take from the intake. */
    public String dispatchers() {
        return bundle + ".dispatchers";
    }

    /** Jobs of a stage that were delivered so often that they may be why: each runs alone in a process. */
    public String suspects(StageName stage) {
        return bundle + ".jobs." + wireName(stage) + ".suspects";
    }

    /** The share group of those who run a stage's suspects. */
    public String suspectsGroup(StageName stage) {
        return bundle + "." + wireName(stage) + ".suspects";
    }

    /** Records that no worker takes again. */
    public String deadLetters() {
        return bundle + ".dead-letters";
    }

    /** Every queue of jobs, in the order of the stages. */
    public List<Queue> queues() {
        return Arrays.stream(StageName.values())
                .flatMap(stage -> Stream.of(
                        new Queue(stage, "interactive", jobs(stage), group(stage)),
                        new Queue(stage, "bulk", jobs(stage, Priority.BULK), group(stage, Priority.BULK)),
                        new Queue(stage, "suspects", suspects(stage), suspectsGroup(stage))))
                .toList();
    }

    /** Files of clients and batches, compacted by id. */
    public String files() {
        return bundle + ".files";
    }

    /** What clients asked of batches, compacted. */
    public String batchRequests() {
        return bundle + ".batch-requests";
    }

    /** How batches stand, compacted by id. */
    public String batches() {
        return bundle + ".batches";
    }

    /** Who was first to use an idempotency key. */
    public String idempotency() {
        return bundle + ".idempotency";
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
