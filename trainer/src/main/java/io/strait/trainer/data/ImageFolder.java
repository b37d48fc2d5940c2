package io.strait.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of class folders: {@code <label>/<stem>.png} (or another common format), where the label may itself contain slashes. Images of the
 * same stem are variants of one thing and always stay on the same side of the split.
 *
 * @param root the folder
 * @param images images, sorted by path
 * @param labels labels that occur, sorted
 */
public record ImageFolder(Path root, List<Image> images, List<String> labels) {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff");

    /**
     * One file.
     *
     * @param path relative to the root, with forward slashes
     * @param label folder
     * @param stem file name without ending
     */
    public record Image(String path, String label, String stem) {}

    public ImageFolder {
        images = List.copyOf(images);
        labels = List.copyOf(labels);
    }

    /**
     * Lists a folder. Files outside any class folder are ignored.
     *
     * @throws IOException if there are no images, or the folder cannot be read
     */
    public static ImageFolder scan(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Image> images = files.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(p -> p.getNameCount() > 1 && isImage(p))
                    .map(ImageFolder::image)
                    .sorted(java.util.Comparator.comparing(Image::path))
                    .toList();
            if (images.isEmpty()) {
                throw new IOException(root + ": expected images in class folders, got none");
            }
            return new ImageFolder(
                    root,
                    images,
                    images.stream().map(Image::label).distinct().sorted().toList());
        }
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static Image image(Path relative) {
        String path = relative.toString().replace('\\', '/');
        int slash = path.lastIndexOf('/');
        return new Image(path, path.substring(0, slash), path.substring(slash + 1, path.lastIndexOf('.')));
    }
}
