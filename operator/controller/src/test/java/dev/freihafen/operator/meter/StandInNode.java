package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lets each pod of a namespace run and, when it is a step, end well; takes no finalizer away. */
public final class StandInNode implements AutoCloseable {
    private final KubernetesClient client;
    private final MeteredPods pods;
    private final String namespace;
    private final Thread thread;
    private volatile boolean closed;

    /** Begins at once. */
    public StandInNode(KubernetesClient client, String namespace) {
        this.client = client;
        this.pods = new MeteredPods(client);
        this.namespace = namespace;
        this.thread = Thread.ofPlatform().name("stand-in-node").start(this::loop);
    }

    private void loop() {
        while (!closed) {
            try {
                client.pods().inNamespace(namespace).list().getItems().forEach(this::advance);
                Thread.sleep(100);
            } catch (KubernetesClientException conflict) {
                // Somebody else wrote the pod: the next round sees it.
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void advance(Pod pod) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (pod.getSpec().getNodeName() == null) {
            client.resource(new BindingBuilder()
                            .withNewMetadata()
                            .withName(pod.getMetadata().getName())
                            .withNamespace(namespace)
                            .endMetadata()
                            .withNewTarget()
                            .withKind("Node")
                            .withName(MeteredPods.NODE)
                            .endTarget()
                            .build())
                    .create();
        } else if ("Pending".equals(pod.getStatus().getPhase())) {
            pods.run(pod, now);
        } else if ("Running".equals(pod.getStatus().getPhase())) {
            Instant scheduled =
                    Instant.parse(pod.getStatus().getConditions().getFirst().getLastTransitionTime());
            pods.finish(pod, scheduled, now.plusSeconds(1));
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
