package dev.freihafen.operator.kfp;

import dev.freihafen.operator.kfp.Picture.Workflow;
import dev.freihafen.operator.workload.KubeflowPods;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;

/** Workflows and pods of a run, as they are in the cluster now. */
final class ArgoObjects {
    private final KubernetesClient client;

    ArgoObjects(KubernetesClient client) {
        this.client = client;
    }

    /** The run's Workflows; none where the cluster does not know the kind. */
    List<Workflow> workflows(String namespace, String run) {
        try {
            return workflows().inNamespace(namespace).withLabel(KubeflowPods.RUN, run).list().getItems().stream()
                    .map(ArgoObjects::workflow)
                    .toList();
        } catch (KubernetesClientException unknown) {
            if (unknown.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw unknown;
        }
    }

    /** The run's pods, those of the engine itself too. */
    List<Pod> pods(String namespace, String run) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(KubeflowPods.RUN, run)
                .list()
                .getItems();
    }

    void deleteWorkflows(String namespace, List<String> names) {
        names.forEach(name -> workflows().inNamespace(namespace).withName(name).delete());
    }

    void deletePods(String namespace, List<String> names) {
        names.forEach(
                name -> client.pods().inNamespace(namespace).withName(name).delete());
    }

    private static Workflow workflow(GenericKubernetesResource found) {
        return new Workflow(
                found.getMetadata().getName(),
                Instant.parse(found.getMetadata().getCreationTimestamp()),
                found.getMetadata().getDeletionTimestamp() != null);
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            workflows() {
        return client.genericKubernetesResources("argoproj.io/v1alpha1", "Workflow");
    }
}
