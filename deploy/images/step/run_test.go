package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestACommandsOutputsAreReported(t *testing.T) {
	a := newAttempt(t, "sh", "-c", `printf %s "$0" >"$1"; echo weights >"$2"`, "{{$.inputs.parameters['depth']}}",
		"{{$.outputs.parameters['answer'].output_file}}", "{{$.outputs.artifacts['model'].path}}")
	a.step.ExecutorInput.Inputs.ParameterValues = map[string]any{"depth": 42}
	exit, r := a.parameter("answer", "NUMBER_INTEGER").artifact("model", "system.Model").run()
	if exit != 0 || r.Exit != 0 || r.Version != 1 || r.Error != "" || r.Truncated {
		t.Fatalf("exit %d, %+v", exit, r)
	}
	if r.Parameters["answer"] != 42.0 {
		t.Errorf("answer is %v", r.Parameters["answer"])
	}
	model := r.Artifacts["model"][0]
	if model.Type["schemaTitle"] != "system.Model" || read(t, model.URI) != "weights\n" {
		t.Errorf("model is %+v", model)
	}
	message := strings.Replace(read(t, a.at.terminationLog), `,"log":""`, "", 1)
	if whole := read(t, filepath.Join(a.step.folder(), "result.json")); whole != message {
		t.Errorf("result.json is %s, the message %s", whole, message)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		words []string
		exit  int
		says  string
	}{
		{"the command is missing", []string{"/no/such/program"}, ownFailure, `"/no/such/program" cannot be started in this image`},
		{"the command is not in the path", []string{"no-such-program"}, ownFailure, "executable file not found"},
		{"the command fails", []string{"sh", "-c", "exit 3"}, 3, "ended with exit code 3"},
		{"the command is killed", []string{"sh", "-c", "kill -9 $$"}, 137, "signal 9 (killed)"},
		{"a needed input has no value", []string{"echo", "{{$.inputs.parameters['x']}}"}, ownFailure, `input parameter "x", which has no value`},
		{"an output is missing", []string{"true"}, ownFailure, `no value for its output parameter "n"`},
		{"an output has the wrong type", []string{"sh", "-c", `echo x >$0`, "{{$.outputs.parameters['n'].output_file}}"}, ownFailure, `declared as NUMBER_INTEGER but the step gave "x"`},
		{"the SDK's file is broken", []string{"sh", "-c", `echo '{"parameterValues":{"n":NaN}}' >$0`, "{{$.outputs.output_file}}"}, ownFailure, "NaN"},
		{"no command", nil, ownFailure, "has no command"},
	} {
		t.Run(c.name, func(t *testing.T) {
			exit, r := newAttempt(t, c.words...).parameter("n", "NUMBER_INTEGER").run()
			if exit != c.exit || r.Exit != c.exit || !strings.Contains(r.Error, c.says) {
				t.Errorf("exit %d, %+v", exit, r)
			}
			if r.Parameters != nil || r.Artifacts != nil {
				t.Errorf("a failed step gives outputs: %+v", r)
			}
		})
	}
}

func TestABrokenRequestIsAPlainError(t *testing.T) {
	for text, says := range map[string]string{
		"":              "is not set",
		"{":             "not the JSON",
		`{} {}`:         "something follows",
		`{"args":1}`:    "not the JSON",
		`{}`:            "has no command",
		`{"args":[""]}`: "lacks executorInput.outputs.outputFile",
		`{"args":[""],"executorInput":{"outputs":{"outputFile":"/etc/x"}}}`:                     "does not lie below",
		`{"args":[""],"executorInput":{"outputs":{"outputFile":"/freihafen/run/../../etc/x"}}}`: "does not lie below",
	} {
		t.Run(text, func(t *testing.T) {
			a := newAttempt(t)
			a.at.run = "/freihafen/run"
			t.Setenv("FREIHAFEN_STEP", text)
			exit := run(a.at, &bytes.Buffer{})
			if r := a.reported(); exit != ownFailure || !strings.Contains(r.Error, says) {
				t.Errorf("exit %d, %+v", exit, r)
			}
		})
	}
}

func TestALongResultIsCutWithAPointer(t *testing.T) {
	a := newAttempt(t, "sh", "-c", `head -c 5000 /dev/zero | tr '\0' x >"$0"`, "{{$.outputs.parameters['long'].output_file}}")
	exit, r := a.parameter("long", "STRING").run()
	if exit != 0 || !r.Truncated || r.Parameters != nil || r.Pointer != filepath.Join(a.step.folder(), "result.json") {
		t.Fatalf("exit %d, %+v", exit, r)
	}
	if whole := read(t, r.Pointer); !strings.Contains(whole, strings.Repeat("x", 5000)) {
		t.Errorf("the whole result is not kept: %d bytes", len(whole))
	}
}

func TestTheEnvironmentIsTheStepsOwn(t *testing.T) {
	a := newAttempt(t, "sh", "-c", `printf %s "$COLOUR-${FREIHAFEN_STEP-gone}" >"$0"`, "{{$.outputs.parameters['e'].output_file}}")
	a.step.Env = map[string]string{"COLOUR": "blue"}
	if _, r := a.parameter("e", "STRING").run(); r.Parameters["e"] != "blue-gone" {
		t.Errorf("%+v", r)
	}
}

func TestWhatAnEarlierTryLeftIsNotTaken(t *testing.T) {
	a := newAttempt(t, "true").parameter("n", "NUMBER_INTEGER")
	write(t, a.step.ExecutorInput.Outputs.OutputFile, `{"parameterValues":{"n":1}}`)
	write(t, a.step.ExecutorInput.Outputs.Parameters["n"].OutputFile, "2")
	if exit, r := a.run(); exit != ownFailure || r.Parameters != nil {
		t.Errorf("exit %d, %+v", exit, r)
	}
}

// The wrapper as a process of its own, with a command that has a child: both get the signal.
func TestSigtermReachesTheWholeProcessGroup(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "step")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, c := range []struct {
		name, script string
		exit         int
	}{
		{"a command that does not care", `sh -c 'trap "echo child >>$0.log; exit" TERM; echo up >"$0"; while :; do sleep 0.05; done' "$0" & sleep 60`, 143},
		{"a command that ends in its own way", `trap 'exit 7' TERM; echo up >"$0"; while :; do sleep 0.05; done`, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newAttempt(t)
			up := filepath.Join(t.TempDir(), "up")
			a.step.Command = []string{"sh", "-c", c.script, up}
			text, err := encode(a.step)
			if err != nil {
				t.Fatal(err)
			}
			command := exec.Command(binary, "run", "--termination-log", a.at.terminationLog, "--run-root", a.at.run)
			command.Env = append(os.Environ(), "FREIHAFEN_STEP="+string(text))
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			await(t, up)
			begun := time.Now()
			if err := command.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait()
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if r := a.reported(); command.ProcessState.ExitCode() != c.exit || r.Exit != c.exit || r.Error == "" {
				t.Errorf("exit %d, %+v", command.ProcessState.ExitCode(), r)
			}
			if c.exit == 143 {
				await(t, up+".log")
			}
		})
	}
}

func await(t *testing.T, file string) {
	t.Helper()
	for range 200 {
		if info, err := os.Stat(file); err == nil && info.Size() > 0 {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("%s does not appear", file)
}

func TestDispatchRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, args := range [][]string{nil, {"fly"}, {"copy"}, {"publish", "/only-one"}, {"run", "--no-such-flag"}} {
		t.Run(fmt.Sprint(args), func(t *testing.T) {
			var stderr bytes.Buffer
			if exit := dispatch(args, &stderr); exit != ownFailure || stderr.Len() == 0 {
				t.Errorf("exit %d: %s", exit, stderr.String())
			}
		})
	}
}
