package dev.freihafen.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.operator.RunningOperator;
import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when somebody else writes between the applier's look and its write. */
class ManifestApplierIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    private static final Runnable NOTHING = () -> {};
    private static final AtomicReference<Runnable> BEFORE_PATCH = new AtomicReference<>(NOTHING);
    private static KubernetesClient client;

    @BeforeAll
    static void connect() {
        client = new KubernetesClientBuilder()
                .withConfig(OPERATOR.admin().getConfiguration())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("before-patch", new BeforePatch()))
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @Test
    void anObjectThatSomebodyElseTakesBeforeTheWriteIsLeftAlone() {
        ConfigMap ours = create("taken");
        BEFORE_PATCH.set(() -> relabel(ours, Map.of("colour", "blue")));
        assertThatThrownBy(() -> new ManifestApplier(client).apply(desired("taken")))
                .isInstanceOf(ConflictException.class)
                .hasMessage("ConfigMap taken exists and was not made by Freihafen: rename or delete it.");
        ConfigMap found = OPERATOR.admin().resource(ours).get();
        assertThat(found.getMetadata().getLabels()).isEqualTo(Map.of("colour", "blue"));
        assertThat(found.getData()).isNullOrEmpty();
    }

    @Test
    void anObjectThatSomebodyElseTouchesBeforeTheWriteIsWrittenAtTheNextLook() {
        ConfigMap ours = create("touched");
        BEFORE_PATCH.set(() -> relabel(ours, Map.of("colour", "blue", Labels.MANAGED_BY, Labels.FREIHAFEN)));
        new ManifestApplier(client).apply(desired("touched"));
        ConfigMap found = OPERATOR.admin().resource(ours).get();
        assertThat(found.getMetadata().getLabels()).containsEntry("colour", "blue");
        assertThat(found.getData()).isEqualTo(Map.of("key", "value"));
    }

    private static ConfigMap create(String name) {
        return OPERATOR.admin()
                .resource(desired(name).edit().withData(null).build())
                .create();
    }

    private static ConfigMap desired(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels(Labels.MANAGED_BY, Labels.FREIHAFEN)
                .endMetadata()
                .addToData("key", "value")
                .build();
    }

    private static void relabel(ConfigMap object, Map<String, String> labels) {
        OPERATOR.edit(object, one -> one.getMetadata().setLabels(labels));
    }

    /** Runs once what is to happen just before the next PATCH. */
    private static final class BeforePatch implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("PATCH")) {
                BEFORE_PATCH.getAndSet(NOTHING).run();
            }
        }
    }
}
