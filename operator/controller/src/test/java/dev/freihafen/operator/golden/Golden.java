package dev.freihafen.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A case is a folder with {@code in.yaml}, the custom resources, and {@code out.yaml}, the native objects that they become.
 * {@code make golden} rewrites the latter; read the difference before it is committed.
 */
public record Golden(Path folder) {
    private static final Path ROOT = Path.of("src/test/resources/golden");

    /** The cases of a feature, sorted by name. */
    public static List<Golden> cases(String feature) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(feature))) {
            return folders.sorted().map(Golden::new).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The custom resource of that type among the case's documents. */
    public <T extends HasMetadata> T in(Class<T> type) {
        String kind = HasMetadata.getKind(type);
        return Stream.of(read("in.yaml").split("(?m)^---$"))
                .filter(document -> document.contains("\nkind: " + kind + "\n"))
                .map(document -> Serialization.unmarshal(document, type))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(folder + " has no " + kind));
    }

    /** Compares with, or rewrites, what is committed. */
    public void matches(List<HasMetadata> objects) {
        String actual = objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update")) {
            write(actual);
        }
        assertThat(actual).as("%s: run make golden if this is meant", folder).isEqualTo(read("out.yaml"));
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(folder.resolve("out.yaml"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
