package dev.freihafen.cost.cli;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.file.HistoryCsv;
import dev.freihafen.cost.file.RatesCsv;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.pipeline.Placement;
import dev.freihafen.cost.pipeline.QuotedPipeline;
import dev.freihafen.cost.quote.PipelineShape;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.IrException;
import dev.freihafen.ir.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Quotes a pipeline run. */
@Command(
        name = "quote",
        description = "What a run of a compiled pipeline will cost: lowest, expected and highest. Refused (exit code 3)"
                + " while something that it reserves has no price.",
        sortOptions = false)
final class QuoteVerb implements Verb {

    private final Console console;

    @Option(
            names = "--ir",
            required = true,
            paramLabel = "pipeline.yaml",
            description = "The pipeline as the Kubeflow Pipelines compiler wrote it, YAML or JSON.")
    private String ir = "";

    @Option(names = "--rates", required = true, paramLabel = "rates.csv", description = "Dated prices.")
    private String rates = "";

    @Option(
            names = "--at",
            required = true,
            paramLabel = "time",
            description = "The instant whose prices apply, such as 2026-09-01T00:00:00Z; there is no clock.")
    private String at = "";

    @Mixin
    private PlacementOptions placement = new PlacementOptions();

    @Option(
            names = "--history",
            paramLabel = "history.csv",
            description =
                    "How long steps took in earlier runs: the shortest is the lowest, the median the expected time.")
    private @Nullable String history;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    private boolean help;

    QuoteVerb(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Instant instant = instant();
        PlacementOptions.Choices choices = placement.choices();
        Pipeline pipeline = new InputFile("--ir", ir).read(QuoteVerb::pipeline);
        RateCard card = RateCard.of(new InputFile("--rates", rates).read(RatesCsv::read));
        Map<String, List<Duration>> times =
                history == null ? Map.of() : new InputFile("--history", history).read(HistoryCsv::read);
        RunQuote quote = quote(pipeline, card, choices, choices.placement(times), instant);
        if (!quote.unpriced().isEmpty()) {
            console.complain("refused: " + unpriced(quote.unpriced()) + " at " + instant + "; add a rate");
            return ExitCode.UNPRICED;
        }
        console.print(QuoteText.csv(quote));
        return ExitCode.GOOD;
    }

    private RunQuote quote(
            Pipeline pipeline, RateCard card, PlacementOptions.Choices choices, Placement where, Instant instant) {
        try {
            PipelineShape shape = QuotedPipeline.of(pipeline, choices.parameters(), where);
            return RunQuote.of(shape, card, instant, ZoneOffset.UTC);
        } catch (InvalidFact invalid) {
            throw new FileFault(ir, 1, invalid.column(), invalid.reason());
        } catch (MixedCurrencies mixed) {
            throw new FileFault(rates, 1, "currency", String.valueOf(mixed.getMessage()));
        }
    }

    private Instant instant() {
        try {
            return Fields.time("--at", at);
        } catch (InvalidFact invalid) {
            throw new BadOption("--at", invalid.reason());
        }
    }

    private static Pipeline pipeline(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(Ir.MAX_BYTES + 1);
            return Ir.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IrException unsound) {
            throw unsound.problems().stream()
                    .findFirst()
                    .map(first -> new FileFault(name, 1, first.path(), first.message()))
                    .orElseGet(() -> new FileFault(name, 1, "$", "cannot be read"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String unpriced(List<PriceKey> keys) {
        return keys.getFirst().sentence() + (keys.size() == 1 ? " has" : " and " + (keys.size() - 1) + " more have")
                + " no rate";
    }

    @Override
    public String lesson() {
        return QuoteText.LESSON;
    }
}
