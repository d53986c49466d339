package dev.freihafen.platform.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionTest {
    private static final UUID RUN = UUID.fromString("2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/freihafen/run/train/1/outputs/artifacts/model",
                "s3://freihafen/fraud/2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10/train/1/outputs/artifacts/model"
            })
    void whatARunPutOutIsOnTheModelVolumeOnceItHasSucceeded(String uri) {
        assertThat(ModelVersion.place("fraud", RUN, "train", "model", uri))
                .isEqualTo("pvc://models/2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10/train/model");
    }

    @Test
    void whatLiesElsewhereStaysThere() {
        String elsewhere = "s3://freihafen/routing/2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10/train/model";
        assertThat(ModelVersion.place("fraud", RUN, "train", "model", elsewhere))
                .isEqualTo(elsewhere);
    }
}
