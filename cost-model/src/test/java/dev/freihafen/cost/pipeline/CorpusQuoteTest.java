package dev.freihafen.cost.pipeline;

import static dev.freihafen.cost.Facts.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.quote.PipelineShape.Overhead;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.ir.Ir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sound pipeline of the corpus has a price before it runs. */
class CorpusQuoteTest {
    private static final Path CORPUS = Path.of("../deploy/corpus");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-09-20T08:00:00Z");
    private static final Resource CPU = Resource.parse("resource", "cpu");
    private static final Resource MEMORY = Resource.parse("resource", "memory");
    private static final RateCard CARD = RateCard.of(List.of(
            rate("id", "gpu", "resource", "accelerator/A100", "price", "3.00"),
            rate("id", "cpu", "resource", "cpu", "unit", "core-hour", "price", "0.10"),
            rate("id", "memory", "resource", "memory", "unit", "GiB-hour", "price", "0.01")));

    /** What the SDK compiled so that no engine can run it is not quoted either; see refusals.tsv. */
    private static final Set<String> UNSOUND = Set.of("loop-items-mixed");
    /** How much a step needs is said by an earlier step, or by the item of a loop. */
    private static final Set<String> UNKNOWN_BEFORE = Set.of("resources-from-output", "resources-in-loop");

    record Row(String name, Map<String, JsonNode> parameters) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> pipelines() throws IOException {
        return Files.readAllLines(CORPUS.resolve("pipelines.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(fields -> !UNSOUND.contains(fields[0]) && !UNKNOWN_BEFORE.contains(fields[0]))
                .map(fields -> new Row(fields[0], parameters(fields[3])))
                .toList();
    }

    private static Map<String, JsonNode> parameters(String json) {
        try {
            Map<String, JsonNode> parameters = new HashMap<>();
            JSON.readTree(json).properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
            return parameters;
        } catch (IOException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    private static RunQuote quote(String name, Map<String, JsonNode> parameters) throws IOException {
        Placement placement = new Placement(
                "prod",
                "",
                CapacityType.ON_DEMAND,
                Map.of(CPU, 100L, MEMORY, 128L << 20),
                Map.of("nvidia.com/gpu", Resource.parse("resource", "accelerator/A100")),
                Map.of(),
                Duration.ofHours(1),
                Overhead.NONE,
                Placement.Unknown.REFUSED);
        var pipeline = Ir.parse(Files.readString(CORPUS.resolve("compiled").resolve(name + ".yaml")));
        return RunQuote.of(QuotedPipeline.of(pipeline, parameters, placement), CARD, AT, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void itHasAPriceBeforeItRuns(Row pipeline) throws IOException {
        RunQuote quote = quote(pipeline.name(), pipeline.parameters());

        assertThat(quote.unpriced()).isEmpty();
        assertThat(quote.unknownTime()).isEmpty();
        assertThat(quote.steps()).isNotEmpty();
        assertThat(quote.steps())
                .allSatisfy(step -> assertThat(step.pricePerHour()).isGreaterThan(Fraction.ZERO));
    }

    @Test
    void sizesThatAreParametersAreFollowedIntoTheStep() throws IOException {
        // 0.2 cores at 0.10 and 0.125 GiB at 0.01 for the longest hour
        assertThat(quote("resources-parameters", Map.of()).total().high()).isEqualTo(Fraction.of(2125, 100_000));
        // 0.1 cores and 96 MiB: the size goes through a pipeline inside the pipeline
        assertThat(quote("resources-nested", Map.of()).total().high()).isEqualTo(Fraction.of(109_375, 10_000_000));
        assertThat(quote("accelerator-parameters", Map.of()).total().high()).isEqualTo(Fraction.of(601_125, 100_000));
    }

    @Test
    void aSizeThatIsKnownOnlyWhileTheRunGoesOnIsNotQuoted() {
        assertThat(UNKNOWN_BEFORE)
                .allSatisfy(name -> assertThatThrownBy(() -> quote(name, Map.of()))
                        .isInstanceOf(InvalidFact.class)
                        .hasMessageContaining("not every parameter of that is known before the run"));
    }
}
