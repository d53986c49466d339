package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page says of each feature which test shows it: those tests are there. */
class PipelinesPageTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))\\.([a-z][A-Za-z]+)`");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        Map<String, String> sources = sources();
        Set<String> missing = new TreeSet<>();
        List<String[]> named = TEST.matcher(Files.readString(ROOT.resolve("docs/pipelines.md")))
                .results()
                .map(found -> new String[] {found.group(1), found.group(2)})
                .toList();
        for (String[] test : named) {
            if (!sources.getOrDefault(test[0], "").contains("void " + test[1] + "(")) {
                missing.add(test[0] + "." + test[1]);
            }
        }
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> ir = Files.walk(ROOT.resolve("operator/ir/src/test"));
                Stream<Path> controller = Files.walk(ROOT.resolve("operator/controller/src/test"))) {
            return Stream.concat(ir, controller)
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            (Function<Path, String>) PipelinesPageTest::read,
                            (one, other) -> one + other));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
