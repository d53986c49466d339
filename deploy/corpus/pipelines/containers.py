"""Steps that are plain containers: arguments, outputs, environment, placeholders."""

from typing import Optional

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

from steps import IMAGE, python, same_flag, same_list, same_real, same_struct, same_text, same_whole, say, shell


@dsl.container_component
def hello():
    return dsl.ContainerSpec(image=IMAGE, command=["echo", "moin"], args=["a b", "$(HOME)", "{{braces}}"])


@dsl.pipeline(name="container-constant-command", description="One step without inputs and outputs.")
def constant_command():
    hello().set_display_name("Say moin")


@dsl.container_component
def six_types(
    text: dsl.OutputPath(str),
    whole: dsl.OutputPath(int),
    real: dsl.OutputPath(float),
    flag: dsl.OutputPath(bool),
    many: dsl.OutputPath(list),
    struct: dsl.OutputPath(dict),
):
    return shell(
        """printf 'grüße, "du"' >"$0"; echo 42 >"$1"; echo 0.5 >"$2"; echo true >"$3"
echo '[1, "zwei", []]' >"$4"; echo '{"a": {"b": [1.5]}}' >"$5" """,
        text, whole, real, flag, many, struct,
    )


@dsl.pipeline(name="container-outputs")
def outputs():
    made = six_types()
    same_text(actual=made.outputs["text"], expected='grüße, "du"')
    same_whole(actual=made.outputs["whole"], expected=42)
    same_real(actual=made.outputs["real"], expected=0.5)
    same_flag(actual=made.outputs["flag"], expected=True)
    same_list(actual=made.outputs["many"], expected=[1, "zwei", []])
    same_struct(actual=made.outputs["struct"], expected={"a": {"b": [1.5]}})


@dsl.container_component
def from_environment(said: dsl.OutputPath(str)):
    return shell('printf "%s-%s" "$STAGE" "$COUNT" >"$0"', said)


@dsl.pipeline(name="container-environment")
def environment():
    told = from_environment().set_env_variable("STAGE", "test").set_env_variable("COUNT", "7")
    same_text(actual=told.outputs["said"], expected="test-7")


@dsl.container_component
def arguments(word: str, said: dsl.OutputPath(str), maybe: Optional[str] = None, never: Optional[str] = None):
    return dsl.ContainerSpec(
        image=IMAGE,
        command=["sh", "-ec", 'out=$0; IFS=,; printf %s "$*" >"$out"', said],
        args=[
            dsl.ConcatPlaceholder(["--word=", word, dsl.ConcatPlaceholder(["/", word])]),
            dsl.IfPresentPlaceholder(input_name="maybe", then=["--maybe", maybe], else_=["--none"]),
            dsl.IfPresentPlaceholder(input_name="never", then=["--never", never], else_=["--without"]),
        ],
    )


@dsl.pipeline(name="container-placeholders")
def placeholders(word: str = "tide"):
    told = arguments(word=word, maybe="so")
    same_text(actual=told.outputs["said"], expected="--word=tide/tide,--maybe,so,--without")


@dsl.container_component
def constants(said: dsl.OutputPath(str)):
    return shell(
        'printf "%s" "$1" >"$0"; [ -n "$2" ]; [ -n "$3" ]; [ -n "$4" ]; [ -n "$5" ]',
        said,
        dsl.PIPELINE_JOB_NAME_PLACEHOLDER,
        dsl.PIPELINE_JOB_ID_PLACEHOLDER,
        dsl.PIPELINE_JOB_RESOURCE_NAME_PLACEHOLDER,
        dsl.PIPELINE_TASK_NAME_PLACEHOLDER,
        dsl.PIPELINE_TASK_ID_PLACEHOLDER,
    )


@dsl.pipeline(name="container-constants", description="What the engine knows of the run.")
def job_constants():
    constants()


@dsl.pipeline(name="container-times", description="When the run was made, handed in as a parameter.")
def times():
    say(text=f"made at {dsl.PIPELINE_JOB_CREATE_TIME_UTC_PLACEHOLDER}")
    say(text=dsl.PIPELINE_JOB_SCHEDULE_TIME_UTC_PLACEHOLDER)


@dsl.container_component
def entry_point():
    return dsl.ContainerSpec(image="docker.io/library/hello-world:linux")


@dsl.pipeline(name="container-entry-point", description="The image's own entry point, which no engine but a container runtime knows.")
def image_entry_point():
    entry_point()


@dsl.container_component
def write(text: str, data: Output[Dataset]):
    return shell('printf %s "$0" >"$1"', text, data.path)


@dsl.container_component
def read(data: Input[Dataset], text: dsl.OutputPath(str)):
    return python("import shutil, sys; shutil.copyfile(*sys.argv[1:])", data.path, text)


@dsl.pipeline(name="container-artifact")
def artifact():
    same_text(actual=read(data=write(text="salt water").outputs["data"]).outputs["text"], expected="salt water")


@dsl.pipeline(name="container-image-override", description="The image of a step is a parameter of the pipeline.")
def image_override(image: str = IMAGE):
    say(text="from another image").set_container_image(image)
