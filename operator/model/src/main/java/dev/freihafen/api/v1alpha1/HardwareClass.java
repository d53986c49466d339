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

/** What a pod that names it may use and where it runs; the key of the rate card. */
@Group(Freihafen.GROUP)
@Version(Freihafen.VERSION)
@Singular("hardwareclass")
@Plural("hardwareclasses")
@ShortNames("fhc")
@AdditionalPrinterColumn(name = "CPU", jsonPath = ".spec.requests.cpu", type = Type.STRING)
@AdditionalPrinterColumn(name = "Memory", jsonPath = ".spec.requests.memory", type = Type.STRING)
@AdditionalPrinterColumn(name = "Accelerator", jsonPath = ".spec.accelerator.model", type = Type.STRING)
@AdditionalPrinterColumn(name = "Name", jsonPath = ".spec.displayName", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = "self.metadata.name.size() <= 40", message = "metadata.name must be at most 40 characters")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name must be a DNS label: lower-case letters, digits and hyphens, a letter first, no hyphen last")
@ValidationRule(value = "has(self.spec)", message = "spec is needed")
public class HardwareClass extends CustomResource<HardwareClassSpec, HardwareClassStatus> {}
