package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A Kubeflow Pipelines of the cluster.
 *
 * @param url where its API answers, without the path, such as {@code http://ml-pipeline.kubeflow.svc:8888}
 * @param version its version, such as {@code 2.17.0}; found out when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KubeflowPipelines(
        @Required @Size(max = 253) @Pattern("^https?://[A-Za-z0-9.:-]+$")
        String url,

        @Nullable @Size(max = 32) @Pattern("^[0-9]+\\.[0-9]+\\.[0-9]+$")
        String version) {}
