package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.delete;
import static dev.freihafen.platform.kfp.KfpRequests.experiment;
import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.hello;
import static dev.freihafen.platform.kfp.KfpRequests.named;
import static dev.freihafen.platform.kfp.KfpRequests.post;
import static dev.freihafen.platform.kfp.KfpRequests.run;
import static dev.freihafen.platform.kfp.KfpRequests.submitted;
import static dev.freihafen.platform.kfp.KfpRequests.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same names in two teams, and of two people: nobody sees, counts or changes what is another's. */
@QuarkusTest
class KfpIsolationIT extends PlatformIT {
    @Test
    void twoTeamsWithTheSameNamesNeverSeeEachOther() {
        String name = fresh("same");
        experiment(Account.scientist, "fraud", name);
        experiment(Account.scientistRouting, "routing", name);
        upload(Account.scientist, "fraud", name, hello()).then().statusCode(200);
        upload(Account.scientistRouting, "routing", name, hello()).then().statusCode(200);
        String ours = submitted(Account.scientist, "fraud", run(name));
        String theirs = submitted(Account.scientistRouting, "routing", run(name));
        for (String path : List.of("", ":terminate", ":retry", ":archive", ":unarchive")) {
            Response answer = path.isEmpty()
                    ? get(Account.scientistRouting, "routing", "/runs/" + ours)
                    : post(Account.scientistRouting, "routing", "/runs/" + ours + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
        }
        delete(Account.scientistRouting, "routing", "/runs/" + ours).then().statusCode(404);
        named(Account.scientistRouting, "routing", "/runs", name).then().body("runs.run_id", equalTo(List.of(theirs)));
        named(Account.scientist, "fraud", "/runs", name).then().body("runs.run_id", equalTo(List.of(ours)));
        get(Account.scientistRouting, "fraud", "/runs").then().statusCode(404);
        get(Account.scientist, "fraud", "/runs?namespace=routing").then().statusCode(403);
        String theirExperiment =
                named(Account.scientistRouting, "routing", "/experiments", name).path("experiments[0].experiment_id");
        get(Account.scientist, "fraud", "/runs?experiment_id=" + theirExperiment)
                .then()
                .statusCode(404);
        post(Account.scientist, "fraud", "/runs", run(name).put("experiment_id", theirExperiment))
                .then()
                .statusCode(404);
    }

    @Test
    void twoPeopleOfATeamWithTheSameNamesKeepTheirRunsApart() {
        String name = fresh("mine");
        String ours = submitted(Account.scientist, "fraud", run(name));
        String theirs = submitted(Account.colleague, "fraud", run(name));
        assertThat(ours).isNotEqualTo(theirs);
        named(Account.scientist, "fraud", "/runs", name).then().body("runs.run_id", hasItems(ours, theirs));
        post(Account.colleague, "fraud", "/runs/" + ours + ":terminate").then().statusCode(403);
    }
}
