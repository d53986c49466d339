package dev.freihafen.kfp;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Workflows in a real API server. They are objects with Argo's kind and labels and nothing in them: no controller runs them.
 */
public final class ClusterWorkflows implements Workflows {
    private static final String VERSION = "argoproj.io/v1alpha1";
    private static final String KIND = "Workflow";

    private final KubernetesClient client;

    /** The client needs the right to make, read and delete Workflows. */
    public ClusterWorkflows(KubernetesClient client) {
        this.client = client;
    }

    /** Defines the kind: everything in it is left as it is. Comes back once the API server serves it. */
    public static void define(KubernetesClient admin) {
        try (InputStream definition = Objects.requireNonNull(
                ClusterWorkflows.class.getResourceAsStream("/workflow-definition.yaml"), "the definition is packed")) {
            admin.load(definition).items().forEach(one -> admin.resource(one).serverSideApply());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        admin.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("workflows.argoproj.io")
                .waitUntilCondition(
                        found -> found != null
                                && found.getStatus() != null
                                && found.getStatus().getConditions() != null
                                && found.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }

    /** Those of a run, in any state. */
    public List<GenericKubernetesResource> of(String namespace, String run) {
        return workflows()
                .inNamespace(namespace)
                .withLabel("pipeline/runid", run)
                .list()
                .getItems();
    }

    @Override
    public String create(String namespace, String prefix, Map<String, String> labels) {
        try {
            return client.resource(new GenericKubernetesResourceBuilder()
                            .withApiVersion(VERSION)
                            .withKind(KIND)
                            .withNewMetadata()
                            .withGenerateName(prefix)
                            .withNamespace(namespace)
                            .withLabels(labels)
                            .endMetadata()
                            .withAdditionalProperties(Map.of("spec", Map.of("entrypoint", "entrypoint")))
                            .build())
                    .create()
                    .getMetadata()
                    .getName();
        } catch (KubernetesClientException refused) {
            throw new IllegalArgumentException(
                    refused.getStatus() == null
                            ? refused.getMessage()
                            : refused.getStatus().getMessage(),
                    refused);
        }
    }

    @Override
    public boolean exists(String namespace, String name) {
        return workflows().inNamespace(namespace).withName(name).get() != null;
    }

    @Override
    public void phase(String namespace, String name, String phase) {
        try {
            workflows().inNamespace(namespace).withName(name).edit(found -> {
                found.setAdditionalProperty("status", Map.of("phase", phase));
                return found;
            });
        } catch (KubernetesClientException gone) {
            if (gone.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw gone;
            }
        }
    }

    @Override
    public void delete(String namespace, String name) {
        workflows().inNamespace(namespace).withName(name).delete();
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            workflows() {
        return client.genericKubernetesResources(VERSION, KIND);
    }
}
