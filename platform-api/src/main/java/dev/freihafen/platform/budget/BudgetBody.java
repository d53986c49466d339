package dev.freihafen.platform.budget;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a budget should be.
 *
 * @param amount whole units of the currency, a plain decimal as text or number
 * @param currency ISO 4217
 * @param warnAt percents of the amount at which an alert is raised; 80 and 100 when absent
 * @param warnOnForecast whether an alert is raised when the month is going to end above it; not when absent
 * @param onExceeded what happens when more is spent; Warn when absent
 * @param ceiling most that the team's Admins may make of it; only Finance may set it, it stays as it is when absent
 * @param recipients e-mail addresses of those who are told, besides those whom the installation names
 */
@Schema(name = "Budget", examples = """
                {"amount":"500.00","currency":"EUR","warnAt":[80,100],"onExceeded":"Hold","ceiling":"800.00"}""")
record BudgetBody(
        @NotNull @DecimalMin("0") @Digits(integer = 15, fraction = 4)
        BigDecimal amount,

        @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be a currency of ISO 4217 such as EUR")
        String currency,

        @Nullable @Size(max = 10) List<@NotNull @Min(1) @Max(1000) Integer> warnAt,
        @Nullable Boolean warnOnForecast,
        Budget.@Nullable OnExceeded onExceeded,

        @Nullable @DecimalMin("0") @Digits(integer = 15, fraction = 4)
        BigDecimal ceiling,

        @Nullable @Size(max = 10) List<@NotNull @Email @Size(max = 254) String> recipients) {}
