package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in a plain sentence why a pod does not run. Pure. */
public final class PodReasons {
    /** Code of the reason that the team's quota is used up. */
    public static final String QUOTA = "Quota";

    private static final Set<String> IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");
    private static final Pattern SHORT = Pattern.compile("Insufficient ([A-Za-z0-9./-]+?)[,.]?(?=\\s|$)");

    private PodReasons() {}

    /** The reason why the pod waits or keeps failing; empty when nothing hinders it. */
    public static Optional<Reason> of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return unschedulable(status)
                .or(() -> containers(status)
                        .map(PodReasons::ofContainer)
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    /** Why the API server refused to create a pod, such as a quota that is used up. */
    public static Reason refused(String message) {
        return refused("the pod", message);
    }

    /** Why the API server refused an object, such as a quota that is used up. */
    public static Reason refused(String object, String message) {
        if (message.contains("exceeded quota")) {
            String figures = message.substring(message.indexOf("exceeded quota"));
            return new Reason(
                    QUOTA,
                    "The team's quota is used up (" + figures
                            + "); it starts when other work of the team ends or the quota is raised.");
        }
        return new Reason("Refused", "The cluster refused " + object + ": " + message);
    }

    private static Optional<Reason> unschedulable(PodStatus status) {
        return orEmpty(status.getConditions()).stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .map(condition -> unschedulable(condition.getMessage()))
                .findFirst();
    }

    private static Reason unschedulable(@Nullable String message) {
        String told = message == null ? "" : message;
        Set<String> missing = new TreeSet<>();
        Matcher matcher = SHORT.matcher(told);
        while (matcher.find()) {
            missing.add(matcher.group(1));
        }
        String cause =
                missing.isEmpty() ? "No node takes it" : "No node has enough free " + String.join(" and ", missing);
        return new Reason(
                "Unschedulable",
                cause
                        + ": wait until other work ends, choose a smaller hardware class, or add nodes. The scheduler says: "
                        + told);
    }

    private static @Nullable Reason ofContainer(ContainerStatus status) {
        ContainerStateWaiting waiting =
                status.getState() == null ? null : status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return null;
        }
        if (IMAGE.contains(waiting.getReason())) {
            return new Reason(
                    "ImagePull",
                    "The image " + status.getImage()
                            + " cannot be pulled: check its name and that the cluster may read its registry.");
        }
        if (waiting.getReason().equals("CrashLoopBackOff")) {
            ContainerStateTerminated last =
                    status.getLastState() == null ? null : status.getLastState().getTerminated();
            String exit = last == null ? "" : " with exit code " + last.getExitCode();
            return new Reason(
                    "Crashing", "Container " + status.getName() + " keeps ending" + exit + ": look at its log.");
        }
        if (waiting.getReason().equals("CreateContainerConfigError")
                || waiting.getReason().equals("CreateContainerError")) {
            return new Reason(
                    "ContainerConfig", "Container " + status.getName() + " cannot be made: " + waiting.getMessage());
        }
        return null;
    }

    private static Stream<ContainerStatus> containers(PodStatus status) {
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
