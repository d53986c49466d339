package dev.freihafen.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed definitions are what the generator makes of the Java types; {@code make golden} rewrites them. */
class CustomResourceDefinitionsTest {
    private static final Path GENERATED = Path.of("target/classes/META-INF/fabric8");
    private static final Path COMMITTED = Path.of("../../deploy/crds");

    @Test
    void theCommittedDefinitionsAreTheGeneratedOnes() throws IOException {
        List<Path> generated = files(GENERATED, "-v1.yml");
        assertThat(generated).hasSize(6);
        for (Path file : generated) {
            String text = Files.readString(file);
            Path committed = COMMITTED.resolve(file.getFileName().toString().replace(".freihafen.dev-v1.yml", ".yaml"));
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(committed, text);
            }
            assertThat(Files.readString(committed))
                    .as("%s is out of date: run make golden and look at the difference", committed)
                    .isEqualTo(text);
        }
    }

    @Test
    void nothingElseIsCommittedAsADefinition() throws IOException {
        assertThat(files(COMMITTED, ".yaml")).hasSize(6);
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
