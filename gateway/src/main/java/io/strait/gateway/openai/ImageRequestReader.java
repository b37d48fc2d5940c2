package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.request.Fields;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.gateway.request.Problem;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.job.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the body of POST /v1/images/generations. What the API does not know goes the way of the native API. Thread-safe. */
final class ImageRequestReader {
    /** Our own, beside the API's. */
    private static final List<String> EXTRA =
            List.of("seed", "guidance", "steps", "temperature", "gumbel", "schedule", "order");

    static final List<String> NAMES = Stream.concat(
                    Stream.of(
                            "prompt",
                            "model",
                            "n",
                            "size",
                            "quality",
                            "background",
                            "moderation",
                            "output_format",
                            "output_compression",
                            "response_format",
                            "style",
                            "stream",
                            "partial_images",
                            "user"),
                    EXTRA.stream())
            .toList();

    private final BundleManifest bundle;
    private final Submissions submissions;
    private final PromptMatcher prompts;

    ImageRequestReader(BundleManifest bundle, Submissions submissions) {
        this.bundle = bundle;
        this.submissions = submissions;
        this.prompts = new PromptMatcher(bundle.labels());
    }

    /** @throws InvalidRequestException with every problem */
    ImageRequest read(ObjectNode body) {
        Fields fields = new Fields(body);
        fields.allowOnly(NAMES);
        ImageFields images = new ImageFields(fields, bundle);
        String prompt = images.prompt();
        int count = images.n();
        int size = images.size();
        int partials = images.partialImages();
        boolean stream = images.stream();
        String answer = images.responseFormat();
        OutputFormat format = images.format();
        images.others();
        List<Problem> problems = new ArrayList<>(fields.problems());
        String label = bundle.labels().get(0);
        if (problems.stream().noneMatch(problem -> problem.field().equals("prompt"))) {
            label = collect(problems, () -> prompts.match(prompt)).orElse(label);
        }
        ObjectNode own = Json.object()
                .put("label", label)
                .put("size", size)
                .put("format", format.name())
                .put("quality", format.quality());
        EXTRA.stream().filter(body::has).forEach(name -> own.set(name, body.get(name)));
        Optional<GenerationRequest> checked = collect(problems, () -> submissions.check(own));
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        GenerationRequest first = checked.orElseThrow();
        PartialPlan plan = new PartialPlan(stream ? partials : 0, stageSteps(first));
        List<GenerationRequest> jobs = IntStream.range(0, count)
                .mapToObj(i -> first.with(first.seed() + i, plan.previewEvery()))
                .toList();
        return new ImageRequest(jobs, stream, plan, !"b64_json".equals(answer), !"url".equals(answer));
    }

    private List<Integer> stageSteps(GenerationRequest request) {
        List<Integer> steps = new ArrayList<>();
        steps.add(request.settings(TokenGrid.TOP).steps());
        steps.add(request.settings(TokenGrid.BOTTOM).steps());
        if (request.size() != bundle.imageSize()) {
            steps.add(request.settings(TokenGrid.UPSAMPLER_TOP).steps()
                    + request.settings(TokenGrid.UPSAMPLER_BOTTOM).steps());
        }
        return steps;
    }

    /** What is read, or the problems with it among the others. */
    private static <T> Optional<T> collect(List<Problem> problems, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }
}
