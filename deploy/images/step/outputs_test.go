package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestOutputFilesBecomeTypedValues(t *testing.T) {
	for _, c := range []struct {
		kind, text string
		want       any // nil: refused
	}{
		{"STRING", " as it is\n", " as it is\n"},
		{"STRING", "", ""},
		{"NUMBER_INTEGER", "12\n", 12.0},
		{"NUMBER_INTEGER", "-3.0", -3.0},
		{"NUMBER_INTEGER", "1.5", nil},
		{"NUMBER_INTEGER", "", nil},
		{"NUMBER_INTEGER", "1e300", nil},
		{"NUMBER_DOUBLE", "0.25", 0.25},
		{"NUMBER_DOUBLE", "7", 7.0},
		{"NUMBER_DOUBLE", "1e-3", 0.001},
		{"NUMBER_DOUBLE", "nan", nil},
		{"NUMBER_DOUBLE", "inf", nil},
		{"BOOLEAN", "True\n", true},
		{"BOOLEAN", "false", false},
		{"BOOLEAN", "yes", nil},
		{"LIST", `[1, "a"]`, []any{1.0, "a"}},
		{"LIST", `{}`, nil},
		{"LIST", `[1`, nil},
		{"STRUCT", `{"a": {"b": null}}`, map[string]any{"a": map[string]any{"b": nil}}},
		{"STRUCT", `[]`, nil},
		{"COLOUR", `1`, nil},
	} {
		got, err := parsed("n", c.kind, c.text)
		if c.want == nil {
			if err == nil || !strings.Contains(err.Error(), `output parameter "n"`) {
				t.Errorf("%s %q gives %v and %v", c.kind, c.text, got, err)
			}
			continue
		}
		text, encodeErr := encode(got)
		var back any
		if err != nil || encodeErr != nil || json.Unmarshal(text, &back) != nil || !reflect.DeepEqual(back, c.want) {
			t.Errorf("%s %q gives %v (%v), wanted %v", c.kind, c.text, got, err, c.want)
		}
	}
}

func TestLargeWholeNumbersKeepTheirDigits(t *testing.T) {
	value, err := parsed("n", "NUMBER_INTEGER", "9007199254740993")
	if text, _ := encode(value); err != nil || string(text) != "9007199254740993" {
		t.Errorf("%s %v", text, err)
	}
}

func TestTheSdksFileWinsOverOutputFiles(t *testing.T) {
	a := newAttempt(t, "sh", "-c", `echo 1 >"$0"; echo '{"parameterValues":{"a":2,"undeclared":9}}' >"$1"; echo 5 >"$2"`,
		"{{$.outputs.parameters['a'].output_file}}", "{{$.outputs.output_file}}", "{{$.outputs.parameters['b'].output_file}}")
	_, r := a.parameter("a", "NUMBER_DOUBLE").parameter("b", "NUMBER_INTEGER").run()
	if !reflect.DeepEqual(r.Parameters, map[string]any{"a": 2.0, "b": 5.0}) {
		t.Errorf("%+v", r)
	}
}

func TestAWrongTypeInTheSdksFileIsRefused(t *testing.T) {
	a := newAttempt(t, "sh", "-c", `echo '{"parameterValues":{"a":"two"}}' >"$0"`, "{{$.outputs.output_file}}")
	if exit, r := a.parameter("a", "NUMBER_INTEGER").run(); exit != ownFailure || !strings.Contains(r.Error, `gave "two"`) {
		t.Errorf("exit %d, %+v", exit, r)
	}
}

func TestArtifactsKeepTheirTypeAndGainMetadata(t *testing.T) {
	a := newAttempt(t).artifact("model", "system.Model")
	uri := a.step.ExecutorInput.Outputs.Artifacts["model"].Artifacts[0].URI
	a.step.Command = []string{"sh", "-c", `printf %s "$0" >"$1"`,
		`{"artifacts":{"model":{"artifacts":[{"name":"best","uri":"` + uri + `","metadata":{"accuracy":0.97}}]}}}`, "{{$.outputs.output_file}}"}
	_, r := a.run()
	want := artifact{Name: "best", Type: map[string]any{"schemaTitle": "system.Model"}, URI: uri, Metadata: map[string]any{"accuracy": 0.97}}
	if len(r.Artifacts["model"]) != 1 || !reflect.DeepEqual(r.Artifacts["model"][0], want) {
		t.Errorf("%+v", r)
	}
}

func TestAnArtifactAtAPathOfItsOwnIsBroughtToItsUri(t *testing.T) {
	a := newAttempt(t).artifact("data", "system.Dataset")
	own := write(t, filepath.Join(t.TempDir(), "own", "part"), "rows")
	uri := a.step.ExecutorInput.Outputs.Artifacts["data"].Artifacts[0].URI
	a.step.Command = []string{"sh", "-c", `printf %s "$0" >"$1"`,
		`{"artifacts":{"data":{"artifacts":[{"uri":"` + uri + `","custom_path":"` + filepath.Dir(own) + `"}]}}}`, "{{$.outputs.output_file}}"}
	exit, r := a.run()
	if exit != 0 || read(t, filepath.Join(uri, "part")) != "rows" || r.Artifacts["data"][0].CustomPath != "" {
		t.Errorf("exit %d, %+v", exit, r)
	}
}

func TestAnArtifactOutsideTheVolumeIsRefused(t *testing.T) {
	a := newAttempt(t, "sh", "-c", `echo '{"artifacts":{"data":{"artifacts":[{"uri":"/tmp/lost"}]}}}' >"$0"`, "{{$.outputs.output_file}}")
	if exit, r := a.artifact("data", "system.Dataset").run(); exit != ownFailure || !strings.Contains(r.Error, "/tmp/lost is gone when the step ends") {
		t.Errorf("exit %d, %+v", exit, r)
	}
}

func TestTextsAreCutBetweenCharacters(t *testing.T) {
	for text, want := range map[string]string{"short": "short", "abcdefghijk": "abcdefg…", "abcdefäöüß": "abcdef…"} {
		if got := shortened(text, 10); got != want || len(got) > 10 {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}

func TestTheWrapperCopiesItself(t *testing.T) {
	folder := t.TempDir()
	if err := copySelf(folder); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(folder, "step")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v %v", info, err)
	}
	if err := copySelf(filepath.Join(folder, "step", "x")); err == nil {
		t.Error("a file was taken for a folder")
	}
}
