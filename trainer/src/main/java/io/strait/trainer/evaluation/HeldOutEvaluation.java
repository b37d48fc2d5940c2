package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.trainer.training.ContactSheet;
import io.strait.trainer.training.TokenizerNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Held-out images through the tokenizer, through the bottom stage, and through the upsampler. */
final class HeldOutEvaluation {
    private static final int BATCH = 8;
    private static final int LARGE_BATCH = 2;
    private static final int ON_SHEET = 24;
    private static final int LARGE_ON_SHEET = 6;
    /** The packed images have twice the side of what the first two stages make. */
    private static final int HALF = 2;

    private final TrainedFolder networks;
    private final HeldOut images;
    private final Path sheets;
    private final ProgressBars bars;

    HeldOutEvaluation(TrainedFolder networks, HeldOut images, Path sheets, ProgressBars bars) {
        this.networks = networks;
        this.images = images;
        this.sheets = sheets;
        this.bars = bars;
    }

    /** Encoded and decoded again, with both grids and from the top alone. */
    ObjectNode reconstruction(Classifier classifier, LabelParts parts) throws IOException {
        Means means = new Means();
        CodeUse tops = new CodeUse(networks.preset().tokenizer().codes());
        CodeUse bottoms = new CodeUse(networks.preset().tokenizer().codesOfBottom());
        boolean stratified = networks.preset().tokenizer().form().stratified();
        ContactSheet sheet = new ContactSheet(6);
        List<Picture> originals = new ArrayList<>();
        List<Picture> reconstructions = new ArrayList<>();
        try (ProgressBars.Bar bar = bars.start("reconstruction", images.count())) {
            for (int from = 0; from < images.count(); from += BATCH) {
                int n = Math.min(BATCH, images.count() - from);
                List<Picture> truth = images.pictures(from, n, HALF);
                TokenizerNetwork.Tokens tokens = HeldOut.encode(networks.tokenizer(), truth);
                tops.add(tokens.top());
                bottoms.add(tokens.bottom());
                List<Picture> both = pictures(tokens.top(), tokens.bottom(), n, 1);
                List<Picture> coarse = stratified ? pictures(tokens.top(), new long[0], n, 1) : both;
                for (int i = 0; i < n; i++) {
                    compare(means, "", truth.get(i), both.get(i));
                    if (stratified) {
                        compare(means, "TopOnly", truth.get(i), coarse.get(i));
                    }
                    if (from + i < ON_SHEET) {
                        draw(sheet, truth.get(i), both.get(i), coarse.get(i));
                    }
                    int block = truth.get(i).side() / classifier.side();
                    originals.add(truth.get(i).shrunk(block));
                    reconstructions.add(both.get(i).shrunk(block));
                }
                bar.advance(n);
            }
        }
        sheet.save(sheets.resolve("reconstructions.png"));
        ObjectNode out = node();
        means.write(out);
        codes(out, "top", tops);
        codes(out, "bottom", bottoms);
        int[] labels = images.labels(0, images.count());
        Judgement before = classifier.judge(originals);
        Judgement after = classifier.judge(reconstructions);
        for (int part = 0; part < parts.names().size(); part++) {
            double ratio = after.accuracy(part, labels) / before.accuracy(part, labels);
            Means.put(out, parts.names().get(part) + "AccuracyRatio", ratio);
        }
        if (originals.size() > 1) {
            Gaussian whole = Gaussian.of(before.features());
            Means.put(out, "frechetDistance", Gaussian.of(after.features()).frechetDistance(whole));
        }
        return out;
    }

    /** Sampled bottom grids given the true top ones, beside the top alone; both against the original images. */
    ObjectNode bottom() throws IOException {
        Means means = new Means();
        try (ProgressBars.Bar bar = bars.start("bottom", images.count())) {
            for (int from = 0; from < images.count(); from += BATCH) {
                int n = Math.min(BATCH, images.count() - from);
                List<Picture> truth = images.pictures(from, n, HALF);
                long[] top = HeldOut.encode(networks.tokenizer(), truth).top();
                long[] bottom = networks.decode(TokenGrid.BOTTOM, images.labels(from, n), from, List.of(top));
                List<Picture> given = pictures(top, bottom, n, 1);
                List<Picture> coarse = pictures(top, new long[0], n, 1);
                for (int i = 0; i < n; i++) {
                    compare(means, "GivenTrueTop", truth.get(i), given.get(i));
                    compare(means, "TopOnly", truth.get(i), coarse.get(i));
                }
                bar.advance(n);
            }
        }
        ObjectNode out = node();
        means.write(out);
        return out;
    }

    /**
     * Both large grids sampled given the small image's true tokens, beside the small reconstruction enlarged
     * bilinearly, and beside what the tokenizer makes of the large image's own tokens; all against the large originals.
     */
    ObjectNode upsampler() throws IOException {
        Means means = new Means();
        ContactSheet sheet = new ContactSheet(3);
        try (ProgressBars.Bar bar = bars.start("upsampler", images.count())) {
            for (int from = 0; from < images.count(); from += LARGE_BATCH) {
                int n = Math.min(LARGE_BATCH, images.count() - from);
                List<Picture> truth = images.pictures(from, n, 1);
                TokenizerNetwork.Tokens low = HeldOut.encode(networks.tokenizer(), images.pictures(from, n, HALF));
                int[] labels = images.labels(from, n);
                long[] top = networks.decode(TokenGrid.UPSAMPLER_TOP, labels, from, List.of(low.top(), low.bottom()));
                long[] bottom = networks.decode(
                        TokenGrid.UPSAMPLER_BOTTOM, labels, from, List.of(low.top(), low.bottom(), top));
                List<Picture> made = pictures(top, bottom, n, 2);
                List<Picture> small = pictures(low.top(), low.bottom(), n, 1);
                TokenizerNetwork.Tokens own = HeldOut.encode(networks.tokenizer(), truth);
                List<Picture> best = pictures(own.top(), own.bottom(), n, 2);
                for (int i = 0; i < n; i++) {
                    large(means, "", truth.get(i), made.get(i));
                    Picture enlarged = small.get(i).enlarged();
                    large(means, "Bilinear", truth.get(i), enlarged);
                    large(means, "Tokenizer", truth.get(i), best.get(i));
                    if (from + i < LARGE_ON_SHEET) {
                        draw(sheet, truth.get(i), made.get(i), enlarged);
                    }
                }
                bar.advance(n);
            }
        }
        sheet.save(sheets.resolve("upsampler.png"));
        ObjectNode out = node();
        means.write(out);
        return out;
    }

    private List<Picture> pictures(long[] top, long[] bottom, int count, int scale) {
        int side = scale * networks.preset().topSide();
        return Picture.split(networks.tokenizer().decode(top, bottom, count, side), count);
    }

    private static void draw(ContactSheet sheet, Picture... row) {
        for (Picture picture : row) {
            sheet.add(picture.planes(), 1);
        }
    }

    private static void compare(Means means, String suffix, Picture truth, Picture made) {
        means.add("psnr" + suffix, Similarity.psnr(truth, made));
        means.add("psnrForeground" + suffix, Similarity.foregroundPsnr(truth, made));
        means.add("ssim" + suffix, Similarity.structural(truth, made));
    }

    private static void large(Means means, String suffix, Picture truth, Picture made) {
        compare(means, suffix, truth, made);
        means.add("gradientError" + suffix, Similarity.gradientError(truth, made));
    }

    /** Null for a grid the tokenizer does not make. */
    private static void codes(ObjectNode into, String grid, CodeUse use) {
        if (!use.any()) {
            into.putNull(grid);
            return;
        }
        ObjectNode out = into.putObject(grid);
        Means.put(out, "perplexity", use.perplexity());
        Means.put(out, "usedCodes", use.usedShare());
    }

    private ObjectNode node() {
        return JsonNodeFactory.instance.objectNode().put("images", images.count());
    }
}
