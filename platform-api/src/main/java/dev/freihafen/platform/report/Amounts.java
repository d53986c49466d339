package dev.freihafen.platform.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Currency;

/** Minor units as decimals of their currency, and as people read them. */
final class Amounts {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Amounts() {}

    /** The exact amount with the currency's digits. */
    static BigDecimal decimal(BigInteger minorUnits, Currency currency) {
        return new BigDecimal(minorUnits, currency.getDefaultFractionDigits());
    }

    /** Such as {@code 1,234.56}; no sign of the currency. */
    static String readable(BigInteger minorUnits, Currency currency) {
        String plain = decimal(minorUnits.abs(), currency).toPlainString();
        int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
        StringBuilder text = new StringBuilder(plain);
        for (int place = point - 3; place > 0; place -= 3) {
            text.insert(place, ',');
        }
        return (minorUnits.signum() < 0 ? "-" : "") + text;
    }

    /** The same with its sign: {@code +12.00}; nothing in front of zero. */
    static String signed(BigInteger minorUnits, Currency currency) {
        return (minorUnits.signum() > 0 ? "+" : "") + readable(minorUnits, currency);
    }

    /** Part of a whole in percent, one digit, half up; a whole of nothing has no parts. */
    static String percent(BigInteger part, BigInteger whole) {
        if (whole.signum() == 0) {
            return "";
        }
        return tenths(part, whole).toPlainString() + " %";
    }

    /** Width of a bar in percent of the longest, from 0 to 100, one digit. */
    static String width(BigInteger part, BigInteger longest) {
        return longest.signum() == 0 ? "0" : tenths(part.abs(), longest).toPlainString();
    }

    static BigDecimal tenths(BigInteger part, BigInteger whole) {
        return new BigDecimal(part).multiply(HUNDRED).divide(new BigDecimal(whole), 1, RoundingMode.HALF_UP);
    }

    /** The format of a spreadsheet cell for a currency. */
    static String cellFormat(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        return digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits);
    }
}
