package dev.freihafen.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A served model that answers the Open Inference Protocol v2. */
@Group(Freihafen.GROUP)
@Version(Freihafen.VERSION)
@Singular("modelendpoint")
@Plural("modelendpoints")
@ShortNames("fhe")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state", type = Type.STRING)
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.model.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "Class", jsonPath = ".spec.hardwareClass", type = Type.STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.readyReplicas", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = "self.metadata.name.size() <= 40", message = "metadata.name must be at most 40 characters")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name must be a DNS label: lower-case letters, digits and hyphens, a letter first, no hyphen last")
@ValidationRule(value = "has(self.spec)", message = "spec is needed")
public class ModelEndpoint extends CustomResource<ModelEndpointSpec, ModelEndpointStatus> implements Namespaced {}
