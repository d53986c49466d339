package dev.freihafen.cost.cli;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.file.CsvFormat;
import dev.freihafen.cost.quote.Range;
import dev.freihafen.cost.quote.RunQuote;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A quote as CSV. */
final class QuoteText {

    static final String LESSON = """
            A step costs what it reserves x price per hour x how often it runs x its time. Its time is that of --history,
            else nothing (lowest) up to --deadline; the highest counts every retry. A condition that may not be met makes
            the lowest 0. A loop whose list an earlier step makes is told for one item, and is not in the total. A step with
            neither history nor deadline is told per hour, and is not in the total.

            rates.csv  id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source
                       ('statement --help' explains the columns)
            history.csv  step,seconds        a step's path, such as train or for-loop-1/train; one line per earlier run
            Result, csv: kind,path,samples,pricePerHour,low,expected,high,currency,note
              kind: Step, PerItem (of a loop without a known list), Total (last). Whole units of the currency, scale 6.

            Example (paste it into a shell):

            cat > pipeline.yaml <<'END'
            components:
              comp-train:
                executorLabel: exec-train
            deploymentSpec:
              executors:
                exec-train:
                  container:
                    image: registry.example/train:1
                    resources:
                      resourceCpuRequest: '4'
                      resourceMemoryRequest: 16Gi
            pipelineInfo:
              name: nightly
            root:
              dag:
                tasks:
                  train:
                    componentRef:
                      name: comp-train
                    taskInfo:
                      name: train
            schemaVersion: 2.1.0
            sdkVersion: kfp-2.17.3
            END
            cat > rates.csv <<'END'
            id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source
            cpu,*,cpu,*,*,0.031611,core-hour,EUR,2026-01-01T00:00:00Z,,contract
            memory,*,memory,*,*,0.004237,GiB-hour,EUR,2026-01-01T00:00:00Z,,contract
            END
            java -jar freihafen-cost.jar quote --ir pipeline.yaml --rates rates.csv --at 2026-09-01T00:00:00Z \\
              --cluster hamburg --deadline PT4H
            """;

    private static final int SCALE = 6;

    private QuoteText() {}

    static String csv(RunQuote quote) {
        Currency currency = quote.currency();
        StringBuilder csv = new StringBuilder("kind,path,samples,pricePerHour,low,expected,high,currency,note\n");
        for (RunQuote.Step step : quote.steps()) {
            String note = step.cost() == null ? "neither history nor deadline: known per hour only" : "";
            row(
                    csv,
                    List.of("Step", step.path(), String.valueOf(step.samples()), text(step.pricePerHour())),
                    step.cost(),
                    currency,
                    note);
        }
        for (RunQuote.PerItem loop : quote.perItem()) {
            row(csv, List.of("PerItem", loop.path(), "", ""), loop.cost(), currency, "for each item of the loop");
        }
        String note = quote.bounded() ? "" : "without what is told per item or per hour only";
        row(csv, List.of("Total", "", "", ""), quote.total(), currency, note);
        return csv.toString();
    }

    private static void row(
            StringBuilder csv, List<String> first, @Nullable Range cost, @Nullable Currency currency, String note) {
        csv.append(first.stream().map(QuoteText::field).collect(Collectors.joining(",")));
        if (cost == null) {
            csv.append(",,,");
        } else {
            csv.append(',').append(text(cost.low()));
            csv.append(',').append(text(cost.expected()));
            csv.append(',').append(text(cost.high()));
        }
        csv.append(',').append(currency == null ? "" : currency.getCurrencyCode());
        csv.append(',').append(field(note)).append('\n');
    }

    private static String text(Fraction amount) {
        return amount.decimal(SCALE).toPlainString();
    }

    private static String field(String text) {
        String guarded = CsvFormat.guarded(text);
        return guarded.matches("[^\",\\r\\n]*") ? guarded : "\"" + guarded.replace("\"", "\"\"") + "\"";
    }
}
