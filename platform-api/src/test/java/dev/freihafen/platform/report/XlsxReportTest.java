package dev.freihafen.platform.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

/** Opened by a library other than the one that wrote it. */
class XlsxReportTest {

    @Test
    void theLinesAreThereAndSumToTheStatement() throws IOException {
        Statement statement = ReportFixtures.month(500);
        try (XSSFWorkbook workbook = open(statement)) {
            Sheet lines = workbook.getSheet("Lines");
            assertThat(lines.getLastRowNum()).isEqualTo(statement.lines().size());
            BigDecimal sum = BigDecimal.ZERO;
            for (int row = 1; row <= lines.getLastRowNum(); row++) {
                sum = sum.add(amount(lines.getRow(row).getCell(11)));
            }
            BigInteger cents = statement.lines().stream()
                    .map(StatementLine::minorUnits)
                    .map(Objects::requireNonNull)
                    .reduce(BigInteger.ZERO, BigInteger::add);
            assertThat(sum).isEqualByComparingTo(new BigDecimal(cents, 2));
        }
    }

    @Test
    void amountsAreNumbersWithTheDigitsOfTheCurrency() throws IOException {
        try (XSSFWorkbook workbook = open(ReportFixtures.month(9))) {
            Cell amount = workbook.getSheet("Lines").getRow(1).getCell(11);
            assertThat(amount.getCellType()).isEqualTo(CellType.NUMERIC);
            assertThat(amount.getCellStyle().getDataFormatString()).isEqualTo("#,##0.00");
        }
    }

    @Test
    void noCellIsAFormulaWhateverItsText() throws IOException {
        Statement statement = ReportFixtures.of(
                ReportFixtures.usage("hamburg", "risk", "Workspace", "n", "=1+1", "cpu", 100),
                ReportFixtures.usage("hamburg", "risk", "Workspace", "n", "@x\u0007漢字 🚀", "cpu", 100));
        try (XSSFWorkbook workbook = open(statement)) {
            for (Sheet sheet : workbook) {
                for (Row row : sheet) {
                    for (Cell cell : row) {
                        assertThat(cell.getCellType()).isNotEqualTo(CellType.FORMULA);
                    }
                }
            }
            Sheet lines = workbook.getSheet("Lines");
            assertThat(lines.getRow(1).getCell(5).getStringCellValue()).isEqualTo("=1+1");
            assertThat(lines.getRow(1).getCell(2).getStringCellValue()).isEqualTo("=HYPERLINK(\"x\")");
            assertThat(lines.getRow(2).getCell(5).getStringCellValue()).isEqualTo("@x\uFFFD漢字 🚀");
        }
    }

    @Test
    void theHeaderStaysInViewAndTheSumsAreValues() throws IOException {
        try (XSSFWorkbook workbook = open(ReportFixtures.month(300))) {
            assertThat(workbook.getSheet("Lines").getPaneInformation().isFreezePane())
                    .isTrue();
            Sheet sums = workbook.getSheet("Sums");
            Row total = null;
            for (Row row : sums) {
                if (row.getCell(0) != null
                        && row.getCell(0).getStringCellValue().equals("Sum")) {
                    total = row;
                }
            }
            Statement statement = ReportFixtures.month(300);
            BigInteger cents = statement.lines().stream()
                    .map(line -> Objects.requireNonNull(line.minorUnits()))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            assertThat(amount(Objects.requireNonNull(total).getCell(1))).isEqualByComparingTo(new BigDecimal(cents, 2));
        }
    }

    @Test
    void noSheetTellsAWrongDimension() throws IOException {
        try (XSSFWorkbook workbook = open(ReportFixtures.month(3000))) {
            for (int sheet = 0; sheet < workbook.getNumberOfSheets(); sheet++) {
                assertThat(workbook.getSheetAt(sheet).getCTWorksheet().isSetDimension())
                        .isFalse();
            }
        }
    }

    @Test
    void theSameStatementIsTheSameFile() throws IOException {
        assertThat(xlsx(ReportFixtures.month(40))).isEqualTo(xlsx(ReportFixtures.month(40)));
    }

    private static BigDecimal amount(Cell cell) {
        return new BigDecimal(cell.getNumericCellValue()).setScale(2, RoundingMode.HALF_UP);
    }

    private static XSSFWorkbook open(Statement statement) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(xlsx(statement)));
    }

    private static byte[] xlsx(Statement statement) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        XlsxReport.write(statement, ReportFixtures.context(), output);
        return output.toByteArray();
    }
}
