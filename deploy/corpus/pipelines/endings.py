"""What happens when steps fail: exit handlers, retries, steps that run all the same."""

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

from steps import IMAGE, fail, python, same_text, same_whole, say, shell


@dsl.component(base_image=IMAGE)
def tell(status: dsl.PipelineTaskFinalStatus, wanted: str):
    print(status.state, status.pipeline_task_name, status.error_message)
    if status.state != wanted:
        raise SystemExit(f"expected {wanted}")


@dsl.pipeline(name="exit-handler-succeeds")
def exit_succeeds():
    with dsl.ExitHandler(exit_task=tell(wanted="SUCCEEDED")):
        say(text="works")


@dsl.pipeline(name="exit-handler-fails", description="The last step is told that the others failed; the run fails.")
def exit_fails(exit_code: int = 3):
    with dsl.ExitHandler(exit_task=tell(wanted="FAILED"), name="guarded"):
        fail(exit_code=exit_code)
        say(text="beside it")


@dsl.pipeline(name="exit-handler-without-status")
def exit_plain(name: str = "quay"):
    with dsl.ExitHandler(exit_task=say(text=f"leaves {name}")):
        say(text=f"enters {name}")


@dsl.pipeline(name="exit-handler-around-loop")
def exit_around_loop():
    with dsl.ExitHandler(exit_task=tell(wanted="SUCCEEDED")):
        with dsl.ParallelFor(items=["a", "b"]) as text:
            say(text=text)


@dsl.container_component
def begin(notes: Output[Dataset]):
    return shell('echo begun >"$0"', notes.path)


@dsl.container_component
def flaky(notes: Input[Dataset], tries: dsl.OutputPath(int)):
    return shell('echo try >>"$0.tries"; n=$(wc -l <"$0.tries"); [ "$n" -ge 3 ]; echo "$n" >"$1"', notes.path, tries)


@dsl.pipeline(name="retries", description="Succeeds at the third try.")
def retries():
    task = flaky(notes=begin().outputs["notes"])
    task.set_retry(num_retries=2, backoff_duration="1s", backoff_factor=1.5, backoff_max_duration="3s")
    same_whole(actual=task.output, expected=3)


@dsl.pipeline(name="retries-exhausted", description="Fails although it is tried again.")
def exhausted():
    fail(exit_code=1).set_retry(num_retries=1, backoff_duration="0s")


@dsl.pipeline(name="said-twice")
def said_twice():
    say(text="1")
    say(text="2")


@dsl.pipeline(name="retries-of-pipeline", description="A whole inner pipeline is tried again.")
def retried_pipeline():
    said_twice().set_retry(num_retries=2)


@dsl.container_component
def maybe_fail(exit_code: int, said: dsl.OutputPath(str)):
    return shell('printf said >"$1"; exit "$0"', exit_code, said)


@dsl.container_component
def follow(text: str = "nothing"):
    return shell('echo "$0"', text)


@dsl.pipeline(name="ignored-failure", description="A step runs although the one before it failed; the run fails.")
def ignored_failure(exit_code: int = 1):
    first = maybe_fail(exit_code=exit_code)
    follow(text=first.output).ignore_upstream_failure()


@dsl.pipeline(name="failure", description="One step fails and the one after it does not begin.")
def failure():
    broken = fail(exit_code=2)
    say(text="never").after(broken)


@dsl.container_component
def killed():
    return python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")


@dsl.pipeline(name="failure-by-signal")
def by_signal():
    killed()


@dsl.container_component
def silent(said: dsl.OutputPath(str)):
    return shell('echo "gives nothing to $0"', said)


@dsl.pipeline(name="failure-without-output", description="A step ends well without the output that it promised.")
def without_output():
    same_text(actual=silent().output, expected="")
