package dev.freihafen.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** What this cluster is and can do; there is one, named {@code cluster}. A cloud is data here, never code. */
@Group(Freihafen.GROUP)
@Version(Freihafen.VERSION)
@Singular("clusterprofile")
@Plural("clusterprofiles")
@ShortNames("fhp")
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".status.provider", type = Type.STRING)
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.kubernetesVersion", type = Type.STRING)
@AdditionalPrinterColumn(name = "Storage", jsonPath = ".status.storageClass", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
        value = "self.metadata.name == 'cluster'",
        message = "there is one ClusterProfile and its name is cluster")
public class ClusterProfile extends CustomResource<ClusterProfileSpec, ClusterProfileStatus> {}
