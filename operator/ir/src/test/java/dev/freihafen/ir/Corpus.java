package dev.freihafen.ir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pipelines of {@code deploy/corpus}, which the kfp SDK compiled. */
final class Corpus {
    static final Path FOLDER = Path.of("../../deploy/corpus");
    static final Path REFUSALS = FOLDER.resolve("refusals.tsv");

    private Corpus() {}

    /** Names of the table, in its order. */
    static List<String> names() {
        return lines(FOLDER.resolve("pipelines.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t")[0])
                .toList();
    }

    /** Names of the compiled files. */
    static List<String> compiled() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("compiled"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.yaml$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return read(FOLDER.resolve("compiled").resolve(name + ".yaml"));
    }

    /** What the SDK's protocol buffers make of it, as JSON. */
    static String oracle(String name) {
        return read(FOLDER.resolve("oracle").resolve(name + ".json"));
    }

    static List<String> lines(Path file) {
        return read(file).lines().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
