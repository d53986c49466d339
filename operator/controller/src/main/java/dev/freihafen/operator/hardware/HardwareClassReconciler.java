package dev.freihafen.operator.hardware;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassStatus;
import dev.freihafen.operator.UntilItSucceeds;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Statuses;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Says whether the cluster has the hardware of a class, again every five minutes: nodes come and go. */
@Singleton
@ControllerConfiguration(name = "hardware-class", retry = UntilItSucceeds.class)
public class HardwareClassReconciler implements Reconciler<HardwareClass> {
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final Clock clock;

    public HardwareClassReconciler(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public UpdateControl<HardwareClass> reconcile(HardwareClass hardware, Context<HardwareClass> context) {
        Reason reason =
                HardwareChecks.check(hardware.getSpec(), client.nodes().list().getItems());
        HardwareClassStatus before = hardware.getStatus();
        Long generation = hardware.getMetadata().getGeneration();
        HardwareClassStatus now = new HardwareClassStatus(
                generation,
                Conditions.ready(
                        reason.code().equals(HardwareChecks.AVAILABLE),
                        reason,
                        generation,
                        before == null ? List.of() : before.conditions(),
                        clock.instant()));
        Statuses.write(hardware, now, context);
        return UpdateControl.<HardwareClass>noUpdate().rescheduleAfter(AGAIN);
    }
}
