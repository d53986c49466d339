package dev.freihafen.platform.month;

import dev.freihafen.cost.statement.Month;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What finance enters for a month, and what other policies would make of it. */
@Path("/api/v1/months/{month:[^/:]+}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Months")
public final class MonthTermsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Jdbi jdbi;
    private final MonthSettings settings;
    private final Previews previews;
    private final ZoneId zone;

    MonthTermsResource(
            CurrentCaller caller,
            Authorization authorization,
            Jdbi jdbi,
            MonthSettings settings,
            Previews previews,
            PlatformConfig config) {
        this.caller = caller;
        this.authorization = authorization;
        this.jdbi = jdbi;
        this.settings = settings;
        this.previews = previews;
        this.zone = config.months().zone();
    }

    /** The entered pools. */
    @GET
    @Path("pools")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "What the clusters cost, as it was entered")
    public PoolsBody pools(@RestPath String month) {
        return read(month, settings::pools);
    }

    /** Enters the pools, in place of those before. */
    @PUT
    @Path("pools")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Enter what the clusters cost in an open month; Finance")
    public PoolsBody putPools(@RestPath String month, @Nullable PoolsBody body) {
        List<FieldError> errors = new ArrayList<>();
        Person by = finance();
        PoolsBody pools = Asked.body(body);
        pools.pools(errors);
        return put(month, MonthSettings.POOLS, pools, errors, by);
    }

    /** The frozen exchange rates. */
    @GET
    @Path("exchange-rates")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The frozen exchange rates of a month")
    public ExchangeRatesBody exchangeRates(@RestPath String month) {
        return read(month, settings::exchangeRates);
    }

    /** Enters the exchange rates, in place of those before. */
    @PUT
    @Path("exchange-rates")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Enter the statement's currency and the exchange rates of an open month; Finance")
    public ExchangeRatesBody putExchangeRates(@RestPath String month, @Nullable ExchangeRatesBody body) {
        List<FieldError> errors = new ArrayList<>();
        Person by = finance();
        ExchangeRatesBody rates = Asked.body(body);
        rates.rates(month(month).month(), errors);
        rates.target(errors);
        return put(month, MonthSettings.EXCHANGE_RATES, rates, errors, by);
    }

    /** Who carries idle and shared cost. */
    @GET
    @Path("policy")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Who carries idle and shared cost of a month")
    public PolicyBody policy(@RestPath String month) {
        return read(month, settings::policy);
    }

    /** Decides who carries idle and shared cost. */
    @PUT
    @Path("policy")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Decide who carries idle and shared cost of an open month; Finance")
    public PolicyBody putPolicy(@RestPath String month, @Nullable PolicyBody body) {
        List<FieldError> errors = new ArrayList<>();
        Person by = finance();
        PolicyBody policy = Asked.body(body);
        policy.policy(errors);
        policy.ofClusters(errors);
        return put(month, MonthSettings.POLICY, policy, errors, by);
    }

    /** What policies would make of the month, side by side; nothing is written. */
    @GET
    @Path("preview")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary =
                    "The month by other policies side by side; repeat idle and shared for more of them; Finance, Auditor")
    public Previews.Preview preview(
            @RestPath String month, @QueryParam("idle") List<String> idle, @QueryParam("shared") List<String> shared) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        return previews.of(month(month), idle, shared);
    }

    private <T> T read(String month, BiFunction<Handle, YearMonth, T> read) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        YearMonth asked = month(month).month();
        return jdbi.withHandle(handle -> read.apply(handle, asked));
    }

    private <T> T put(String month, String kind, T body, List<FieldError> errors, Person by) {
        Asked.requireNone(errors);
        settings.put(month(month).month(), kind, body, by);
        return body;
    }

    private Person finance() {
        Caller who = caller.get();
        authorization.requirePlatform(who, Operation.ManageRates);
        return Person.of(who);
    }

    private Month month(String text) {
        return Asked.month(text, zone);
    }
}
