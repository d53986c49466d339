package dev.freihafen.platform.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.freihafen.cost.statement.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JournalCsvTest {

    @Test
    void theEntriesSumToTheStatement() throws IOException {
        Statement statement = ReportFixtures.month(700);
        BigDecimal sum = entries(statement).stream()
                .map(entry -> new BigDecimal(entry.getField("amount")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigInteger cents = statement.lines().stream()
                .map(line -> Objects.requireNonNull(line.minorUnits()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(sum).isEqualByComparingTo(new BigDecimal(cents, 2));
    }

    @Test
    void anEntryHasItsCostCentreAccountPeriodAndAKeyOfItsOwn() throws IOException {
        List<NamedCsvRecord> entries = entries(ReportFixtures.month(700));
        NamedCsvRecord fraud = entries.stream()
                .filter(entry -> entry.getField("key").equals("2026-09|hamburg|fraud|Usage|EUR"))
                .findFirst()
                .orElseThrow();
        assertThat(fraud.getFields())
                .startsWith("4711", "6300")
                .endsWith(
                        "EUR",
                        "2026-09",
                        "Machine learning platform 2026-09, hamburg: Usage, Fraud detection",
                        "2026-09|hamburg|fraud|Usage|EUR");
        assertThat(entries).extracting(entry -> entry.getField("key")).doesNotHaveDuplicates();
        assertThat(entries)
                .filteredOn(entry -> entry.getField("key").contains("||Idle"))
                .extracting(entry -> entry.getField("costCentre"))
                .containsOnly("9000");
    }

    @Test
    void aCostCentreThatLooksLikeAFormulaIsMadeHarmless() throws IOException {
        Statement statement =
                ReportFixtures.of(ReportFixtures.usage("hamburg", "risk", "Workspace", "n", "", "cpu", 100));
        assertThat(entries(statement))
                .extracting(entry -> entry.getField("costCentre"))
                .containsExactly("'@4714");
    }

    private static List<NamedCsvRecord> entries(Statement statement) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        JournalCsv.write(statement, ReportFixtures.context(), output);
        return CsvReader.builder().ofNamedCsvRecord(output.toString(StandardCharsets.UTF_8)).stream()
                .toList();
    }
}
