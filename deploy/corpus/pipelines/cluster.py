"""What only Kubernetes knows: volumes, secrets, placement, the pod itself."""

from kfp import dsl, kubernetes

from steps import say


@dsl.pipeline(name="kubernetes-volume", description="A volume is made, used by two steps and deleted.")
def volume():
    made = kubernetes.CreatePVC(pvc_name_suffix="-data", access_modes=["ReadWriteOnce"], size="1Gi", storage_class_name="")
    first = kubernetes.mount_pvc(say(text="1"), pvc_name=made.outputs["name"], mount_path="/data")
    second = kubernetes.mount_pvc(say(text="2").after(first), pvc_name=made.outputs["name"], mount_path="/data")
    kubernetes.DeletePVC(pvc_name=made.outputs["name"]).after(second)


@dsl.pipeline(name="kubernetes-existing-volume")
def existing_volume(claim: str = "shared"):
    kubernetes.mount_pvc(say(text="constant"), pvc_name="shared", mount_path="/data", sub_path="a")
    kubernetes.mount_pvc(say(text="parameter"), pvc_name=claim, mount_path="/data")


@dsl.pipeline(name="kubernetes-secrets")
def secrets():
    kubernetes.use_secret_as_env(say(text="env"), secret_name="store", secret_key_to_env={"key": "STORE_KEY"})
    kubernetes.use_secret_as_volume(say(text="volume"), secret_name="store", mount_path="/secrets", optional=True)


@dsl.pipeline(name="kubernetes-config-maps")
def config_maps():
    kubernetes.use_config_map_as_env(say(text="env"), config_map_name="settings", config_map_key_to_env={"level": "LEVEL"})
    kubernetes.use_config_map_as_volume(say(text="volume"), config_map_name="settings", mount_path="/settings")


@dsl.pipeline(name="kubernetes-placement")
def placement():
    task = say(text="placed")
    kubernetes.add_toleration(task, key="gpu", operator="Equal", value="true", effect="NoSchedule")
    kubernetes.add_node_selector(task, label_key="disk", label_value="ssd")
    kubernetes.add_node_affinity(task, match_expressions=[{"key": "zone", "operator": "In", "values": ["a", "b"]}])


@dsl.pipeline(name="kubernetes-placement-parameters")
def placement_parameters(selector: dict = {"disk": "ssd"}, toleration: dict = {"key": "gpu", "operator": "Exists"}):
    task = say(text="placed")
    kubernetes.add_node_selector_json(task, node_selector_json=selector)
    kubernetes.add_toleration_json(task, toleration_json=toleration)


@dsl.pipeline(name="kubernetes-pod-metadata")
def pod_metadata():
    task = say(text="labelled")
    kubernetes.add_pod_label(task, label_key="project", label_value="tides")
    kubernetes.add_pod_annotation(task, annotation_key="example.com/note", annotation_value="seen")


@dsl.pipeline(name="kubernetes-pod")
def pod():
    task = say(text="pod")
    kubernetes.set_image_pull_policy(task, "Always")
    kubernetes.set_image_pull_secrets(task, secret_names=["registry"])
    kubernetes.set_timeout(task, 60)
    kubernetes.use_field_path_as_env(task, env_name="POD", field_path="metadata.name")
    kubernetes.empty_dir_mount(task, volume_name="scratch", mount_path="/scratch", size_limit="1Gi")
    kubernetes.add_ephemeral_volume(
        task, volume_name="big", mount_path="/big", access_modes=["ReadWriteOnce"], size="1Gi", storage_class_name="standard"
    )


@dsl.pipeline(name="kubernetes-security-context")
def security_context():
    kubernetes.set_security_context(say(text="as somebody"), run_as_user=1000, run_as_group=1000, run_as_non_root=True)


@dsl.pipeline(
    name="pipeline-workspace",
    pipeline_config=dsl.PipelineConfig(workspace=dsl.WorkspaceConfig(size="1Gi")),
)
def workspace():
    say(text=f"{dsl.WORKSPACE_PATH_PLACEHOLDER}/data")


@dsl.pipeline(
    name="pipeline-time-to-live",
    pipeline_config=dsl.PipelineConfig(ttl_seconds_after_finished=60, active_deadline_seconds=600),
)
def time_to_live():
    say(text="gone soon")
