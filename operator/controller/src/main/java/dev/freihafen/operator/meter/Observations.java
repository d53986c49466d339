package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Observes objects one by one, so that one with absurd facts stops nothing; it remembers which these are. */
final class Observations {
    private static final Logger LOG = Logger.getLogger(Observations.class);

    private final Set<String> unmeterable = ConcurrentHashMap.newKeySet();

    /** Uids of objects whose usage is missing in the ledger. */
    Set<String> unmeterable() {
        return unmeterable;
    }

    /** False when the API server did not answer, so that it has to be told later. */
    <T extends HasMetadata> boolean observe(Observer<T> observer, T object, boolean gone) {
        String uid = object.getMetadata().getUid();
        try {
            observer.observe(object, gone);
            unmeterable.remove(uid);
            return true;
        } catch (KubernetesClientException away) {
            LOG.warnf("%s is told later: %s", name(object), away.getMessage());
            return false;
        } catch (RuntimeException absurd) {
            if (!gone && unmeterable.add(uid)) {
                LOG.errorf(absurd, "%s cannot be metered; its usage is missing in the ledger", name(object));
            }
            return true;
        }
    }

    /** Observes every event of an informer. */
    <T extends HasMetadata> ResourceEventHandler<T> each(Observer<T> observer) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                observe(observer, object, false);
            }

            @Override
            public void onUpdate(T before, T object) {
                observe(observer, object, false);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                observe(observer, object, true);
                unmeterable.remove(object.getMetadata().getUid());
            }
        };
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    /** What is done with an object, or with one that is gone. */
    interface Observer<T> {
        void observe(T object, boolean gone);
    }
}
