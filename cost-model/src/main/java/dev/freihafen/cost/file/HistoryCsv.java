package dev.freihafen.cost.file;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.UsageInterval;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code history.csv}: how long steps took in earlier runs, one line per step and run. */
public final class HistoryCsv {

    /** The columns: path of the step ({@code group/step}), whole seconds. */
    public static final List<String> COLUMNS = List.of("step", "seconds");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final RowRules RULES =
            new RowRules(COLUMNS, HistoryCsv::duration, Map.of("step", "a", "seconds", "1"));

    private HistoryCsv() {}

    /** @throws FileFault with the first fault */
    public static Map<String, List<Duration>> read(InputStream in, String file) {
        Map<String, List<Duration>> history = new TreeMap<>();
        CsvTable.readTexts(in, file, RULES, row -> {
            Duration duration = duration(row);
            history.computeIfAbsent(MoneyText.field(row, "step"), step -> new ArrayList<>())
                    .add(duration);
        });
        return history;
    }

    private static Duration duration(Map<String, String> row) {
        Fields.requiredText("step", MoneyText.field(row, "step"), UsageInterval.LONGEST_TEXT);
        String seconds = MoneyText.field(row, "seconds");
        if (!SECONDS.matcher(seconds).matches()) {
            throw new InvalidFact("seconds", Fields.quoted(seconds) + " is not a whole number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
