package io.strait.trainer.experiment;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.trainer.evaluation.Drawing;
import io.strait.trainer.export.DefaultSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tables. The paper's figures are Fréchet distances in the features of its own network; only their order compares. */
public final class Tables {
    private static final MaskSchedule COSINE = MaskSchedule.cosine();
    private static final int ALL_STEPS = 24;
    private static final int TOP_STEPS = 18;
    private static final int SINGLE_STEPS = 12;
    /** A small top wants a cooler distribution than the paper's; a bottom of soft targets draws its best guess (ADR 49). */
    private static final GridSettings TOP = new GridSettings(TOP_STEPS, 0, 0.9, 3, COSINE);

    private static final GridSettings BOTTOM = GridSettings.bestGuess(ALL_STEPS - TOP_STEPS);

    private static final Drawing BOTH = both(TOP, BOTTOM);
    private static final Drawing SINGLE = both(TOP.withSteps(SINGLE_STEPS), BOTTOM);
    private static final double NONE = Double.NaN;
    private static final double STRAIT = 3.96;

    private static final Column DISTANCE = new Column("Fréchet distance", "/samples/frechetDistance", 1);
    private static final Column SCORE = new Column("class score", "/samples/classScore", 2);
    private static final Column PRECISION = new Column("precision", "/samples/precision", 2);
    private static final Column RECALL = new Column("recall", "/samples/recall", 2);
    private static final Column SUBJECT = new Column("subject accuracy", "/samples/subjectAccuracy", 2);
    private static final Column STYLE = new Column("style accuracy", "/samples/styleAccuracy", 2);
    private static final Column SECONDS = new Column("s a sample", "/samples/secondsEach", 3);
    private static final Column PARAMETERS = new Column("M parameters", "/cost/millionParameters", 2);
    private static final Column ADDS = new Column("G multiply-adds a pass", "/cost/gigaMultiplyAdds", 2);
    private static final Column TRAINING = new Column("s of training", "/cost/trainingSeconds", 0);

    private static final List<Column> QUALITY = List.of(DISTANCE, SCORE, PRECISION, RECALL, SUBJECT, STYLE);

    private static final List<Table> ALL = List.of(
            tokenizers(),
            new Table(
                    "5",
                    "MaskGIT on f=16 and on f=8 tokens",
                    false,
                    List.of(new Row("f=16", 6.05, Arm.COARSE, SINGLE), new Row("f=8", 6.61, Arm.FINE, SINGLE)),
                    with(ADDS, TRAINING),
                    List.of()),
            new Table(
                    "6",
                    "Stratified or cascade",
                    false,
                    List.of(
                            new Row("VQGAN2-C", 6.11, Arm.CONCATENATION, BOTH),
                            new Row("VQGAN2-R", STRAIT, Arm.RESIDUAL, BOTH),
                            new Row("cascade, f=16 alone", 6.05, Arm.CASCADE, new Drawing(BOTH.settings(), true)),
                            new Row("cascade, f=16 then f=8", 5.71, Arm.CASCADE, BOTH)),
                    QUALITY,
                    List.of()),
            steps(),
            new Table(
                    "8",
                    "One codebook or two",
                    false,
                    List.of(
                            new Row("shared", STRAIT, Arm.RESIDUAL, BOTH),
                            new Row("separate", 3.89, Arm.SEPARATE, BOTH)),
                    QUALITY,
                    List.of()),
            new Table(
                    "9",
                    "Conditional augmentation of the bottom",
                    false,
                    List.of(
                            new Row("none", STRAIT, Arm.RESIDUAL, BOTH),
                            new Row("10 %", 4.03, Arm.augmented(0.1), BOTH),
                            new Row("30 %", 4.05, Arm.augmented(0.3), BOTH),
                            new Row("50 %", 3.99, Arm.augmented(0.5), BOTH)),
                    QUALITY,
                    List.of()),
            schedules(),
            guidance(),
            new Table(
                    "equal",
                    "StraIT and MaskGIT at equal parameters, and at equal time",
                    false,
                    List.of(
                            new Row("StraIT", NONE, Arm.RESIDUAL, BOTH),
                            new Row("MaskGIT f=16, as many parameters and steps", NONE, Arm.COARSE, SINGLE),
                            new Row(
                                    "MaskGIT f=16, as many parameters and seconds",
                                    NONE,
                                    Arm.COARSE_EQUAL_TIME,
                                    SINGLE)),
                    with(PARAMETERS, TRAINING, SECONDS),
                    List.of(
                            better("StraIT", "MaskGIT f=16, as many parameters and steps"),
                            better("StraIT", "MaskGIT f=16, as many parameters and seconds"))));

    private Tables() {}

    /** Names of all tables, in order. */
    public static List<String> names() {
        return ALL.stream().map(Table::name).toList();
    }

    /**
     * The table of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Table named(String name) {
        return ALL.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("table: expected one of " + names() + ", got " + name));
    }

    private static Table tokenizers() {
        String top = "/reconstruction/top/perplexity";
        String bottom = "/reconstruction/bottom/perplexity";
        return new Table(
                "1",
                "Tokenizers",
                true,
                List.of(
                        new Row("VQGAN f=16", 2.04, Arm.COARSE, BOTH),
                        new Row("VQGAN f=8", 0.81, Arm.FINE, BOTH),
                        new Row("VQGAN2-C", 0.65, Arm.CONCATENATION, BOTH),
                        new Row("VQGAN2-R", 0.67, Arm.RESIDUAL, BOTH)),
                List.of(
                        new Column("Fréchet distance", "/reconstruction/frechetDistance", 1),
                        new Column("PSNR, dB", "/reconstruction/psnr", 2),
                        new Column("PSNR from the top alone, dB", "/reconstruction/psnrTopOnly", 2),
                        new Column("perplexity, top", top, 0),
                        new Column("perplexity, bottom", bottom, 0),
                        new Column("a training batch's, top", "/batch/top", 0),
                        new Column("a training batch's, bottom", "/batch/bottom", 0)),
                List.of(
                        new Claim(
                                "VQGAN2-R: the top's perplexity is above the bottom's",
                                "VQGAN2-R",
                                bottom,
                                "VQGAN2-R",
                                top),
                        new Claim(
                                "VQGAN2-C: the bottom's perplexity is above the top's",
                                "VQGAN2-C",
                                top,
                                "VQGAN2-C",
                                bottom)));
    }

    private static Table steps() {
        Map<Integer, Double> paper = Map.of(3, 5.4, 6, 5.6, 9, 4.5, 12, 4.21, 15, 4.05, 18, 3.97, 21, 4.0);
        List<Row> rows = IntStream.iterate(3, n -> n < ALL_STEPS, n -> n + 3)
                .mapToObj(n -> new Row(
                        n + " and " + (ALL_STEPS - n),
                        paper.getOrDefault(n, NONE),
                        Arm.RESIDUAL,
                        both(TOP.withSteps(n), BOTTOM.withSteps(ALL_STEPS - n))))
                .toList();
        return new Table("7", "Steps of the top and of the bottom", false, rows, with(SECONDS), List.of());
    }

    private static Table schedules() {
        Map<String, Double> paper = Map.of(
                "logarithmic", 11.32,
                "square-root", 7.89,
                "linear", 5.13,
                "cosine", STRAIT,
                "square", 4.13,
                "cubic", 4.97,
                "exponential", 4.09);
        List<Row> rows = MaskSchedule.all().stream()
                .map(s -> new Row(
                        s.name(),
                        paper.getOrDefault(s.name(), NONE),
                        Arm.RESIDUAL,
                        both(TOP.withSchedule(s), BOTTOM.withSchedule(s))))
                .toList();
        List<Claim> claims = new ArrayList<>();
        for (String concave : List.of("cosine", "square", "cubic", "exponential")) {
            for (String convex : List.of("square-root", "logarithmic")) {
                claims.add(better(concave, convex));
            }
        }
        return new Table("10", "Schedules", false, rows, QUALITY, claims);
    }

    /** The paper guides with a scale of 0.2, table 3 beside table 2. */
    private static Table guidance() {
        Map<Double, Double> paper = Map.of(0.0, STRAIT, 0.2, 3.36);
        List<Row> rows = IntStream.of(0, 2, 5, 10, 20, 40)
                .mapToObj(tenths -> tenths / 10.0)
                .map(scale -> new Row(
                        scale.toString(),
                        paper.getOrDefault(scale, NONE),
                        Arm.RESIDUAL,
                        both(TOP.withGuidance(scale), BOTTOM)))
                .toList();
        return new Table("guidance", "Guidance of the top", false, rows, QUALITY, List.of());
    }

    private static Claim better(String row, String other) {
        return new Claim(row + " before " + other, row, DISTANCE.pointer(), other, DISTANCE.pointer());
    }

    private static Drawing both(GridSettings top, GridSettings bottom) {
        return new Drawing(DefaultSettings.sampled().with(TokenGrid.TOP, top).with(TokenGrid.BOTTOM, bottom), false);
    }

    private static List<Column> with(Column... more) {
        return IntStream.range(0, QUALITY.size() + more.length)
                .mapToObj(i -> i < QUALITY.size() ? QUALITY.get(i) : more[i - QUALITY.size()])
                .collect(Collectors.toList());
    }
}
