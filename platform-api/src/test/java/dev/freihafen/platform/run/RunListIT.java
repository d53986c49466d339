package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunListIT extends PlatformIT {
    private String mark = "";

    @BeforeEach
    void aLabelThatNoOtherTestUses() {
        mark = UUID.randomUUID().toString();
    }

    private FollowedRun submit(@Nullable String name, String project) {
        JsonObject request = RunFixtures.request()
                .put("labels", new JsonObject().put("mark", mark).put("project", project));
        return FollowedRun.submit(name == null ? request : request.put("name", name));
    }

    private RequestSpecification marked() {
        return as(Account.viewer).queryParam("label", "mark=" + mark);
    }

    private ValidatableResponse list(String parameter, String value) {
        return marked().queryParam(parameter, value).get(FollowedRun.RUNS).then();
    }

    @Test
    void runsAreFoundByWhatIsKnownOfThem() {
        FollowedRun atlas = submit("first", "atlas");
        FollowedRun other = submit("second", "other \"quoted\" ' project");
        other.comes("Failed");
        marked().get(FollowedRun.RUNS).then().body("items.id", containsInAnyOrder(atlas.id(), other.id()));
        list("label", "project=atlas").statusCode(200).body("items.id", contains(atlas.id()));
        list("label", "project=other \"quoted\" ' project").body("items.id", contains(other.id()));
        list("label", "project=").body("items.id", equalTo(List.of()));
        list("state", "Failed").body("items.id", contains(other.id()));
        list("name", "first").body("items.id", contains(atlas.id())).body("items[0].parameters", nullValue());
        list("pipeline", "hello").body("items.size()", equalTo(2));
        list("pipeline", "nothing").body("items.size()", equalTo(0));
        list("owner", "scientist").body("items.size()", equalTo(2));
        list("owner", "colleague").body("items.size()", equalTo(0));
        list("from", "2026-01-01T00:00:00Z").body("items.size()", equalTo(2));
        list("from", "2999-01-01T00:00:00Z").body("items.size()", equalTo(0));
        list("until", "2026-01-01T00:00:00Z").body("items.size()", equalTo(0));
        list("schedule", "nightly").body("items.size()", equalTo(0));
    }

    @Test
    void whatCannotBeReadIsNamed() {
        list("label", "nonsense").statusCode(422).body("errors.path", contains("label"));
        list("from", "yesterday").statusCode(422).body("errors.path", contains("from"));
        list("until", "2026-01-01").statusCode(422).body("errors.path", contains("until"));
        list("sort", "id; drop table runs").statusCode(422).body("errors.path", contains("sort"));
        list("state", "Dreaming").statusCode(422).body("errors.path", contains("state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdAt", "-createdAt", "finishedAt", "-finishedAt", "name", "-name"})
    void everyOrderIsReadPageByPageWithoutGapsAndRepeats(String sort) {
        List<String> names = List.of("b", "a", "b", "ä", "Z");
        List<FollowedRun> runs = new ArrayList<>();
        names.forEach(name -> runs.add(submit(name, "atlas")));
        runs.add(submit(null, "atlas"));
        runs.get(3).comes("Failed");
        runs.get(1).comes("Succeeded");
        List<String> whole = marked().queryParam("sort", sort)
                .get(FollowedRun.RUNS)
                .jsonPath()
                .getList("items.id");
        assertThat(whole).hasSize(6);
        List<String> pages = new ArrayList<>();
        String token = "";
        while (token != null) {
            JsonPath page = marked().queryParam("sort", sort)
                    .queryParam("pageSize", 2)
                    .queryParam("pageToken", token)
                    .get(FollowedRun.RUNS)
                    .jsonPath();
            pages.addAll(page.getList("items.id"));
            token = page.getString("nextPageToken");
        }
        assertThat(pages).isEqualTo(whole);
        List<String> backwards = marked().queryParam("sort", sort.startsWith("-") ? sort.substring(1) : "-" + sort)
                .get(FollowedRun.RUNS)
                .jsonPath()
                .getList("items.id");
        assertThat(backwards.reversed()).isEqualTo(whole);
    }

    @Test
    void namesAreOrderedByTheirLetters() {
        submit("b", "atlas");
        submit("a", "atlas");
        submit(null, "atlas");
        assertThat(list("sort", "name").extract().jsonPath().<String>getList("items.name"))
                .containsExactly(null, "a", "b");
    }

    @Test
    void aTokenOfAnotherOrderIsRefused() {
        submit("a", "atlas");
        submit("b", "atlas");
        String token = list("pageSize", "1").extract().path("nextPageToken");
        marked().queryParam("sort", "name")
                .queryParam("pageToken", token)
                .get(FollowedRun.RUNS)
                .then()
                .statusCode(400)
                .body("errors.path", contains("pageToken"));
    }
}
