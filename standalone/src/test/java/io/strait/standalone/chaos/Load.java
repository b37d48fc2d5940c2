package io.strait.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.job.JobView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jobs accepted by a gateway, each followed by a client. Jobs differ by seed and size; there are few of each, so that they have twins. */
final class Load {
    /** Distinct seeds; every second one is of the larger size. */
    static final int DISTINCT = 8;

    private static final Duration LONG = Duration.ofMinutes(8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final Supplier<URI> gateway;
    private final String label;
    private final Map<Watch, Long> submitted = new LinkedHashMap<>();
    private @Nullable Thread submitting;
    private String more = "";

    Load(HttpClient http, Supplier<URI> gateway, String label) {
        this.http = http;
        this.gateway = gateway;
        this.label = label;
    }

    /** Nobody waits for the jobs longer than this. */
    Load within(Duration deadline) {
        more = ",\"deadline\":" + deadline.toSeconds();
        return this;
    }

    /** Submits so many, in turn of seeds, on a thread of its own: what is disturbed is disturbed while jobs go on coming. */
    Load submit(int jobs) {
        submitting = new Thread(
                () -> {
                    for (int i = 0; i < jobs; i++) {
                        submit((long) (i % DISTINCT));
                    }
                },
                "submitting");
        submitting.start();
        return this;
    }

    /** Submits one; a gateway that does not accept it is asked again, as a client would. */
    Watch submit(long seed) {
        int size = seed % 2 == 0 ? 64 : 128;
        String body =
                "{\"label\":\"%s\",\"seed\":%d,\"size\":%d,\"previewEvery\":1%s}".formatted(label, seed, size, more);
        Watch watch = new Watch(http, gateway, await().atMost(LONG).until(() -> accepted(body), id -> !id.isEmpty()));
        synchronized (submitted) {
            submitted.put(watch, seed);
        }
        watch.open();
        return watch;
    }

    private Map<Watch, Long> seeds() {
        synchronized (submitted) {
            return new LinkedHashMap<>(submitted);
        }
    }

    private String accepted(String body) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(gateway.get().resolve("/v1/generations"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 202
                    ? JSON.readTree(answer.body()).path("id").asText()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    List<Watch> watches() {
        return List.copyOf(seeds().keySet());
    }

    /** A job that has not ended and is at a stage now, as its client sees it. */
    boolean anyAt(String stage) {
        return countAt(stage) > 0;
    }

    /** How many have not ended and are at a stage now, as their clients see it. */
    long countAt(String stage) {
        return seeds().keySet().stream()
                .filter(watch -> !watch.end().isDone() && watch.stage().equals(stage))
                .count();
    }

    boolean ended() {
        return allSubmitted()
                && seeds().keySet().stream().allMatch(watch -> watch.end().isDone());
    }

    /** Whether every job has been accepted. */
    boolean allSubmitted() {
        return submitting == null || !submitting.isAlive();
    }

    void awaitEnd() {
        await().atMost(LONG).until(this::allSubmitted);
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(seeds().keySet().stream()
                                .filter(watch -> !watch.end().isDone())
                                .map(Watch::id))
                        .isEmpty());
    }

    /** Cancels every job at some moment of its last stage, unless it is quicker. */
    void cancelNearTheEnd(Random random) {
        Map<Watch, Long> left = new LinkedHashMap<>();
        Set<Watch> known = new HashSet<>();
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
            boolean all = allSubmitted();
            seeds().forEach((watch, seed) -> {
                if (known.add(watch)) {
                    left.put(watch, seed);
                }
            });
            left.entrySet().removeIf(job -> {
                String last = job.getValue() % 2 == 0 ? "bottom" : "upsampler";
                boolean now = job.getKey().stage().equals(last) && random.nextInt(8) == 0;
                if (now) {
                    CompletableFuture<HttpResponse<Void>> unused = http.sendAsync(
                            HttpRequest.newBuilder(gateway.get()
                                            .resolve("/v1/generations/"
                                                    + job.getKey().id()))
                                    .DELETE()
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
                }
                return now || job.getKey().end().isDone();
            });
            return all && left.isEmpty();
        });
    }

    /** Images by seed, of jobs that completed. */
    Map<Long, byte[]> images() throws IOException, InterruptedException {
        Map<Long, byte[]> images = new HashMap<>();
        for (Map.Entry<Watch, Long> job : seeds().entrySet()) {
            if ("completed".equals(job.getKey().end().join())) {
                images.put(job.getValue(), image(job.getKey().id()));
            }
        }
        return images;
    }

    private byte[] image(String id) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(gateway.get().resolve("/v1/generations/" + id + "/image"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /**
     * One outcome for every job, the same for its client and the log; no preview that went back; every image its twin's bytes.
     *
     * @return outcomes by name, with how many ended so
     */
    Map<String, Integer> check(Journal journal, Map<Long, byte[]> twins) throws IOException, InterruptedException {
        Map<String, List<JobEvent>> log = journal.events();
        Map<String, Integer> outcomes = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (Map.Entry<Watch, Long> job : seeds().entrySet()) {
            Watch watch = job.getKey();
            JobView view = Journal.fold(watch.id(), log.getOrDefault(watch.id(), List.of()));
            String told = view.status().name().toLowerCase(Locale.ROOT);
            String seen = watch.end().join();
            if (!view.terminal() || !seen.equals(told)) {
                problems.add(watch.id() + ": the client saw " + seen + ", the log says " + told);
            }
            problems.addAll(watch.problems());
            if (told.equals("completed") && !java.util.Arrays.equals(image(watch.id()), twins.get(job.getValue()))) {
                problems.add(watch.id() + ": its image is not its twin's");
            }
            outcomes.merge(told, 1, Integer::sum);
        }
        assertThat(problems).isEmpty();
        return outcomes;
    }
}
