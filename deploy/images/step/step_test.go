package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// attempt is a step whose outputs lie in a folder of the test.
type attempt struct {
	t    *testing.T
	at   places
	step step
}

func newAttempt(t *testing.T, words ...string) *attempt {
	t.Helper()
	dir := t.TempDir()
	run := filepath.Join(dir, "run")
	folder := filepath.Join(run, "train", "1")
	a := &attempt{t: t, at: places{filepath.Join(dir, "termination-log"), run, filepath.Join(dir, "models"), filepath.Join(dir, "s3")}}
	a.step.Command = words
	a.step.OutputTypes = map[string]string{}
	a.step.Placeholders = map[string]string{rootPlaceholder: "s3://runs"}
	a.step.ExecutorInput.Outputs = outputs{
		Parameters: map[string]outputParameter{},
		Artifacts:  map[string]artifactList{},
		OutputFile: filepath.Join(folder, "executor_output.json"),
	}
	return a
}

func (a *attempt) parameter(name, kind string) *attempt {
	a.step.OutputTypes[name] = kind
	a.step.ExecutorInput.Outputs.Parameters[name] = outputParameter{filepath.Join(a.step.folder(), "outputs", "parameters", name)}
	return a
}

func (a *attempt) artifact(name, schema string) *attempt {
	a.step.ExecutorInput.Outputs.Artifacts[name] = artifactList{[]artifact{{
		Name: name, Type: map[string]any{"schemaTitle": schema}, URI: filepath.Join(a.step.folder(), "outputs", "artifacts", name),
	}}}
	return a
}

// run performs the step as the container would and reads what the kubelet would.
func (a *attempt) run() (int, result) {
	a.t.Helper()
	text, err := encode(a.step)
	if err != nil {
		a.t.Fatal(err)
	}
	a.t.Setenv("FREIHAFEN_STEP", string(text))
	exit := run(a.at, &bytes.Buffer{})
	return exit, a.reported()
}

func (a *attempt) reported() result {
	a.t.Helper()
	text, err := os.ReadFile(a.at.terminationLog)
	if err != nil {
		a.t.Fatal(err)
	}
	if len(text) > terminationLimit {
		a.t.Fatalf("the kubelet would cut a message of %d bytes", len(text))
	}
	if lines := bytes.Count(text, []byte("\n")); lines != 1 {
		a.t.Fatalf("the message has %d lines", lines)
	}
	var r result
	if err := json.Unmarshal(text, &r); err != nil {
		a.t.Fatalf("%v in %s", err, text)
	}
	return r
}

func write(t *testing.T, file, content string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
