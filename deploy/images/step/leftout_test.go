package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// large makes a step leave an artifact with more metadata than a termination message holds.
func large(a *attempt) *attempt {
	a.step.Command = []string{"sh", "-c", fmt.Sprintf(`printf '{"artifacts":{"curve":{"artifacts":[{"metadata":{"points":"%%s"}}]}}}' %q >"$0"`,
		strings.Repeat("p", 5000)), "{{$.outputs.output_file}}"}
	return a.artifact("curve", "system.ClassificationMetrics").artifact("plain", "system.Dataset")
}

func TestMetadataThatDoNotFitAreLeftOutAndToldInTheLog(t *testing.T) {
	a := large(newAttempt(t)).parameter("n", "NUMBER_INTEGER")
	a.step.Command[2] += `; echo 3 >"$1"`
	a.step.Command = append(a.step.Command, "{{$.outputs.parameters['n'].output_file}}")
	text, err := encode(a.step)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FREIHAFEN_STEP", string(text))
	var log bytes.Buffer
	if exit := run(a.at, &log); exit != 0 {
		t.Fatalf("exit %d: %s", exit, log.String())
	}
	r := a.reported()
	if r.Truncated || r.Parameters["n"] != 3.0 || r.Artifacts["curve"][0].Metadata[leftOut] != true || len(r.Artifacts["plain"][0].Metadata) != 0 {
		t.Errorf("the message is %+v", r)
	}
	if lines := strings.Split(strings.TrimSpace(log.String()), "\n"); !strings.HasPrefix(lines[len(lines)-1], outputsMark+`{"v":1,`) {
		t.Errorf("the log ends with %s", lines[len(lines)-1])
	}
}

func TestTheStepThatReadsAnArtifactGetsTheMetadataThatWereLeftOut(t *testing.T) {
	first := large(newAttempt(t))
	if exit, r := first.run(); exit != 0 {
		t.Fatalf("%+v", r)
	}
	curve := first.reported().Artifacts["curve"][0]
	second := newAttempt(t, "sh", "-c", `printf %s "$0" >"$1"`, "{{$.inputs.artifacts['curve'].metadata['points']}}", "{{$.outputs.parameters['seen'].output_file}}")
	second.at.run = filepath.Dir(filepath.Dir(first.step.folder()))
	second.step.ExecutorInput.Outputs.OutputFile = filepath.Join(second.at.run, "read", "1", "executor_output.json")
	second.step.ExecutorInput.Inputs.Artifacts = map[string]artifactList{"curve": {[]artifact{curve}}}
	exit, r := second.parameter("seen", "STRING").run()
	if exit != 0 || !r.Truncated {
		t.Fatalf("exit %d, %+v", exit, r)
	}
	if whole := read(t, r.Pointer); !strings.Contains(whole, strings.Repeat("p", 5000)) {
		t.Errorf("seen was %.100s", whole)
	}
}

func TestMetadataThatWereLeftOutLieInTheStoreToo(t *testing.T) {
	bucket := newBucketServer(t)
	first := large(newAttempt(t))
	first.step.ExecutorInput.Outputs.Artifacts = map[string]artifactList{
		"curve": {[]artifact{{Name: "curve", URI: "s3://runs/fraud/1/train/1/outputs/artifacts/curve"}}},
	}
	if exit, r := first.run(); exit != 0 {
		t.Fatalf("%+v", r)
	}
	if !strings.Contains(bucket.content["runs/fraud/1/train/1/result.json"], "ppp") {
		t.Errorf("the store has %v", sorted(bucket.content))
	}
	bucket.content["runs/fraud/1/train/1/outputs/artifacts/curve"] = "c"
	second := newAttempt(t, "test", "{{$.inputs.artifacts['curve'].metadata['points']}}", "=", strings.Repeat("p", 5000))
	second.step.ExecutorInput.Inputs.Artifacts = map[string]artifactList{"curve": {first.reported().Artifacts["curve"]}}
	bucket.keys(t)
	if exit, r := second.run(); exit != 0 {
		t.Errorf("exit %d, %+v", exit, r)
	}
}

func TestMetadataThatAreLostFailTheStepThatNeedsThem(t *testing.T) {
	a := newAttempt(t, "true")
	a.step.ExecutorInput.Inputs.Artifacts = map[string]artifactList{"curve": {[]artifact{{
		Name: "curve", URI: filepath.Join(a.at.run, "gone", "1", "outputs", "artifacts", "curve"), Metadata: map[string]any{leftOut: true},
	}}}}
	if exit, r := a.run(); exit != ownFailure || !strings.Contains(r.Error, `the metadata of the input artifact "curve" cannot be read`) {
		t.Errorf("exit %d, %+v", exit, r)
	}
}
