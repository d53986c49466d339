package dev.freihafen.platform.cost;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;

/** Rates in EUR, valid since January 2026, as finance sends them. */
public final class RateFixtures {
    private RateFixtures() {}

    /** For every hardware class. */
    public static JsonObject rate(String id, String resource, String price, String unit) {
        return new JsonObject()
                .put("id", id)
                .put("resource", resource)
                .put("price", price)
                .put("unit", unit)
                .put("currency", "EUR")
                .put("validFrom", "2026-01-01T00:00:00Z")
                .put("source", "contract");
    }

    /** Puts a card. */
    public static ValidatableResponse putCard(String card, JsonObject... rates) {
        return RestAssured.given()
                .auth()
                .oauth2(Account.finance.token())
                .contentType("application/json")
                .body(new JsonObject().put("rates", List.of(rates)).encode())
                .put("/api/v1/rate-cards/" + card)
                .then();
    }
}
