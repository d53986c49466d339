package dev.freihafen.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example resource, tried at a real API server that checks fields strictly, as kubectl does. A file of two documents
 * is a resource and a change of it. Beside each invalid example lies the message that its user gets; {@code make golden}
 * rewrites it.
 */
class ExampleResourcesIT {
    private static final Path EXAMPLES = Path.of("../../deploy/examples/resources");

    @RegisterExtension
    static final ApiServer API = new ApiServer();

    @BeforeAll
    static void makeNamespacesAndWaitForThePolicies() throws InterruptedException {
        namespace("elsewhere", Map.of(), Map.of());
        namespace("team-fraud", team("fraud"), Map.of());
        namespace("team-leaving", team("leaving"), Map.of("freihafen.dev/terminating", "true"));
        namespace("team-posing", team("fraud"), Map.of());
        for (String probe : List.of("workspace-in-no-team", "run-parameters-no-object")) {
            for (int i = 0; i < 100 && refusal(read(EXAMPLES.resolve("invalid/" + probe + ".yaml"))) == null; i++) {
                Thread.sleep(100);
            }
        }
    }

    static Stream<Path> valid() {
        return ApiServer.yamlFiles(EXAMPLES.resolve("valid")).stream();
    }

    static Stream<Path> invalid() {
        return ApiServer.yamlFiles(EXAMPLES.resolve("invalid")).stream();
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(valid()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(invalid()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidExampleIsTaken(Path example) {
        assertThat(refusal(read(example))).isNull();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidExampleIsRefusedWithItsMessage(Path example) throws IOException {
        String refusal = refusal(read(example));
        assertThat(refusal).as("%s was taken", example).isNotNull();
        Path expected = example.resolveSibling(example.getFileName().toString().replace(".yaml", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, refusal + "\n");
        }
        assertThat(refusal + "\n").isEqualTo(Files.readString(expected));
    }

    /** The message of the refusal of the last document; the ones before must be taken. Null when all are taken. */
    private static String refusal(List<GenericKubernetesResource> documents) {
        GenericKubernetesResource last = documents.getLast();
        if (documents.size() == 1) {
            return messageOf(() -> tried(last).create());
        }
        HasMetadata created = API.client().resource(documents.getFirst()).create();
        try {
            last.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
            return messageOf(() -> tried(last).update());
        } finally {
            API.client().resource(created).delete();
        }
    }

    private static String messageOf(Runnable call) {
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, call::run);
        return refused == null ? null : refused.getStatus().getMessage();
    }

    private static NonDeletingOperation<GenericKubernetesResource> tried(GenericKubernetesResource one) {
        return API.client().resource(one).dryRun().fieldValidation(FieldValidateable.Validation.STRICT);
    }

    private static List<GenericKubernetesResource> read(Path example) {
        try {
            return Stream.of(Files.readString(example).split("(?m)^---$"))
                    .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> team(String name) {
        return Map.of("app.kubernetes.io/managed-by", "freihafen", "freihafen.dev/team", name);
    }

    private static void namespace(String name, Map<String, String> labels, Map<String, String> annotations) {
        API.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }
}
