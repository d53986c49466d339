package dev.freihafen.cost.build;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server with accelerators in one's own data centre, and what an hour of it costs.
 *
 * <p>server per hour = capex / (life in months x hours of the month) + kW x load x PUE x price per kWh + (maintenance +
 * rack + staff + network per year) / 8760. accelerator per hour = server per hour / (accelerators x target utilisation):
 * what is not used has to be carried by what is.
 *
 * @param model of the accelerators, such as {@code H100}
 * @param capex purchase price of the server, whole units of the currency
 * @param lifeMonths over how many months it is written off, 1 to 240
 * @param kilowatts electrical power at full load
 * @param load average share of that power, over 0 up to 1
 * @param pue power usage effectiveness of the data centre, 1 to 5: total energy / energy of the machines (ISO/IEC
 *     30134-2)
 * @param accelerators in the server, 1 to 64
 * @param targetUtilisation share of the accelerator-hours that are expected to be paid by somebody, over 0 up to 1
 */
public record OnPremServer(
        String model,
        Currency currency,
        BigDecimal capex,
        int lifeMonths,
        BigDecimal kilowatts,
        BigDecimal load,
        BigDecimal pue,
        BigDecimal pricePerKwh,
        YearlyCosts yearlyCosts,
        int accelerators,
        BigDecimal targetUtilisation) {

    /** The names of the fields in files, in reading order. */
    public static final List<String> FIELDS = List.of(
            "model",
            "currency",
            "capex",
            "lifeMonths",
            "kilowatts",
            "load",
            "pue",
            "pricePerKwh",
            "maintenancePerYear",
            "rackPerYear",
            "staffPerYear",
            "networkPerYear",
            "accelerators",
            "targetUtilisation");

    /** Hours of a year of 365 days, by which yearly costs are spread. */
    public static final int HOURS_PER_YEAR = 8760;

    private static final Pattern DECIMAL = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,4}");
    private static final int LONGEST_LIFE = 240;
    private static final int MOST_ACCELERATORS = 64;
    private static final BigDecimal HIGHEST_PUE = new BigDecimal(5);

    /** What is paid by the year, whole units of the currency, each from 0 up. */
    public record YearlyCosts(BigDecimal maintenance, BigDecimal rack, BigDecimal staff, BigDecimal network) {

        Fraction sum() {
            return Fraction.of(maintenance.add(rack).add(staff).add(network));
        }
    }

    /** @throws InvalidFact naming the field that is out of its range */
    public OnPremServer {
        new Resource.Accelerator(model, "");
        between("lifeMonths", BigDecimal.valueOf(lifeMonths), BigDecimal.ONE, BigDecimal.valueOf(LONGEST_LIFE));
        between("load", load, null, BigDecimal.ONE);
        between("pue", pue, BigDecimal.ONE, HIGHEST_PUE);
        between(
                "accelerators",
                BigDecimal.valueOf(accelerators),
                BigDecimal.ONE,
                BigDecimal.valueOf(MOST_ACCELERATORS));
        between("targetUtilisation", targetUtilisation, null, BigDecimal.ONE);
    }

    /**
     * Reads a server from its fields as text: exactly {@link #FIELDS}.
     *
     * @throws InvalidFact naming the first field that is wrong
     */
    public static OnPremServer fromText(Map<String, String> fields) {
        Fields.requireExactly(FIELDS, fields);
        return new OnPremServer(
                get(fields, "model"),
                currency(get(fields, "currency")),
                decimal(fields, "capex"),
                whole(fields, "lifeMonths"),
                decimal(fields, "kilowatts"),
                decimal(fields, "load"),
                decimal(fields, "pue"),
                decimal(fields, "pricePerKwh"),
                new YearlyCosts(
                        decimal(fields, "maintenancePerYear"),
                        decimal(fields, "rackPerYear"),
                        decimal(fields, "staffPerYear"),
                        decimal(fields, "networkPerYear")),
                whole(fields, "accelerators"),
                decimal(fields, "targetUtilisation"));
    }

    /**
     * What the server costs per hour, exactly.
     *
     * @param monthHours real hours of the month: 672 to 745
     */
    public Fraction perHour(int monthHours) {
        return writeOff(lifeMonths, monthHours).plus(running());
    }

    /** What one accelerator costs per hour, exactly: the price of its rate row. */
    public Fraction perAcceleratorHour(int monthHours) {
        return perAccelerator(perHour(monthHours), Fraction.of(targetUtilisation));
    }

    /** The accelerator's price per hour under another life and utilisation. */
    Fraction perAcceleratorHour(int monthHours, int months, Fraction utilisation) {
        return perAccelerator(writeOff(months, monthHours).plus(running()), utilisation);
    }

    private Fraction writeOff(int months, int monthHours) {
        return Fraction.of(capex).dividedBy(BigInteger.valueOf((long) months * monthHours));
    }

    private Fraction running() {
        Fraction energy = Fraction.of(kilowatts.multiply(load).multiply(pue).multiply(pricePerKwh));
        return energy.plus(yearlyCosts.sum().dividedBy(BigInteger.valueOf(HOURS_PER_YEAR)));
    }

    private Fraction perAccelerator(Fraction server, Fraction utilisation) {
        Fraction used = utilisation.times(BigInteger.valueOf(accelerators));
        return server.times(new Fraction(used.denominator(), used.numerator()));
    }

    private static void between(String field, BigDecimal value, @Nullable BigDecimal lowest, BigDecimal highest) {
        boolean tooLow = lowest == null ? value.signum() <= 0 : value.compareTo(lowest) < 0;
        if (tooLow || value.compareTo(highest) > 0) {
            String from = lowest == null ? "over 0" : "from " + lowest.toPlainString();
            throw new InvalidFact(
                    field, value.toPlainString() + " is not " + from + " up to " + highest.toPlainString());
        }
    }

    private static String get(Map<String, String> fields, String field) {
        return Objects.requireNonNull(fields.get(field), field);
    }

    private static BigDecimal decimal(Map<String, String> fields, String field) {
        String text = get(fields, field);
        if (!DECIMAL.matcher(text).matches()) {
            throw new InvalidFact(field, Fields.quoted(text) + " is not a plain decimal from 0 up, such as 0.28");
        }
        return new BigDecimal(text);
    }

    private static int whole(Map<String, String> fields, String field) {
        String text = get(fields, field);
        if (!WHOLE.matcher(text).matches()) {
            throw new InvalidFact(field, Fields.quoted(text) + " is not a whole number, such as 60");
        }
        return Integer.parseInt(text);
    }

    private static Currency currency(String text) {
        try {
            return Currency.getInstance(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidFact("currency", Fields.quoted(text) + " is not an ISO 4217 currency such as EUR");
        }
    }
}
