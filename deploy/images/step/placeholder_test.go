package main

import (
	"reflect"
	"strings"
	"testing"
)

func exampleFiller(t *testing.T) filler {
	t.Helper()
	var s step
	if err := decode([]byte(`{
		"placeholders": {"{{$.pipeline_job_name}}": "digits-1"},
		"executorInput": {
			"inputs": {
				"parameterValues": {"text": "a<b", "n": 3, "list": [1, "two"], "none": null, "seed": 7.0, "deep": [1e3, 0.5, {"x": 2.0}], "pipelinechannel--up": "x",
					"joined": "{{$.inputs.parameters['pipelinechannel--up']}}-y", "looks": "{{$}}"},
				"artifacts": {"data": {"artifacts": [{"name": "data", "uri": "/freihafen/run/load/1/outputs/artifacts/data", "metadata": {"rows": 7}}]},
					"many": {"artifacts": [{"name": "m", "uri": "/freihafen/run/a"}, {"name": "m", "uri": "/freihafen/run/b"}]}, "nothing": {"artifacts": []}}
			},
			"outputs": {
				"parameters": {"Output": {"outputFile": "/freihafen/run/t/1/outputs/parameters/Output"}},
				"artifacts": {"model": {"artifacts": [{"name": "model", "uri": "/freihafen/run/t/1/outputs/artifacts/model"}]}},
				"outputFile": "/freihafen/run/t/1/executor_output.json"
			}
		}}`), &s); err != nil {
		t.Fatal(err)
	}
	f, err := newFiller(s, "/s3")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPlaceholdersAreFilled(t *testing.T) {
	f := exampleFiller(t)
	for word, want := range map[string][]string{
		"plain":         {"plain"},
		"":              {""},
		"{{ $.other }}": {"{{ $.other }}"},
		"--t={{$.inputs.parameters['text']}}, {{$.inputs.parameters['n']}}":                  {"--t=a<b, 3"},
		"{{$.inputs.parameters['list']}}":                                                    {`[1,"two"]`},
		"{{$.inputs.parameters['seed']}}":                                                    {"7"},
		"{{$.inputs.parameters['deep']}}":                                                    {`[1000,0.5,{"x":2}]`},
		"{{$.inputs.parameters['none']}}":                                                    {"null"},
		"{{$.inputs.parameters['joined']}}":                                                  {"x-y"},
		"{{$.inputs.parameters['looks']}}":                                                   {"{{$}}"},
		"{{$.inputs.artifacts['data'].uri}}":                                                 {"/freihafen/run/load/1/outputs/artifacts/data"},
		"{{$.inputs.artifacts['data'].path}}/part":                                           {"/freihafen/run/load/1/outputs/artifacts/data/part"},
		"{{$.inputs.artifacts['data'].metadata}}":                                            {`{"rows":7}`},
		"{{$.inputs.artifacts['data'].metadata['rows']}}":                                    {"7"},
		"{{$.inputs.artifacts['many']}}":                                                     {`[{"name":"m","uri":"/freihafen/run/a"},{"name":"m","uri":"/freihafen/run/b"}]`},
		"{{$.outputs.artifacts['model'].path}}":                                              {"/freihafen/run/t/1/outputs/artifacts/model"},
		"{{$.outputs.parameters['Output'].output_file}}":                                     {"/freihafen/run/t/1/outputs/parameters/Output"},
		"{{$.outputs.output_file}}":                                                          {"/freihafen/run/t/1/executor_output.json"},
		"{{$.pipeline_job_name}}.log":                                                        {"digits-1.log"},
		`{"Concat": ["--n=", "{{$.inputs.parameters['n']}}"]}`:                               {"--n=3"},
		`{"IfPresent": {"InputName": "n", "Then": ["--n", "{{$.inputs.parameters['n']}}"]}}`: {"--n", "3"},
		`{"IfPresent": {"InputName": "none", "Then": ["--none"]}}`:                           nil,
		`{"IfPresent": {"InputName": "absent", "Then": "a", "Else": "b"}}`:                   {"b"},
		`{"IfPresent": {"InputName": "data", "Then": {"Concat": ["d:", "{{$.inputs.artifacts['data'].path}}"]}}}`:                 {"d:/freihafen/run/load/1/outputs/artifacts/data"},
		`{"Concat": ["a", {"IfPresent": {"InputName": "nothing", "Then": "b"}}, {"IfPresent": {"InputName": "n", "Then": "c"}}]}`: {"ac"},
	} {
		got, err := f.commandLine([]string{word})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s gives %q (%v), wanted %q", word, got, err, want)
		}
	}
}

func TestTheWholeInputIsTheSdksMessage(t *testing.T) {
	text, err := exampleFiller(t).text("{{$}}")
	if err != nil {
		t.Fatal(err)
	}
	var back executorInput
	if err := decode([]byte(text), &back); err != nil {
		t.Fatal(err)
	}
	if back.Inputs.ParameterValues["joined"] != "x-y" || len(back.Inputs.Artifacts["many"].Artifacts) != 2 {
		t.Error(text)
	}
	for _, want := range []string{`"n":3`, `"text":"a<b"`, `"none":null`, `"metadata":{"rows":7}`, `"outputFile":"/freihafen/run/t/1/executor_output.json"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}

func TestWhatCannotBeFilledIsAPlainError(t *testing.T) {
	f := exampleFiller(t)
	for word, says := range map[string]string{
		"{{$.inputs.parameters['absent']}}":                  `input parameter "absent", which has no value`,
		"{{$.inputs.artifacts['nothing'].path}}":             `artifact "nothing" of its inputs, which is not there`,
		"{{$.outputs.artifacts['absent'].uri}}":              `artifact "absent" of its outputs`,
		"{{$.outputs.parameters['absent'].output_file}}":     `output parameter "absent", which the component does not declare`,
		"{{$.inputs.artifacts['data'].colour}}":              "there are uri, path, name and metadata",
		`{"Concat": ["a"`:                                    "not valid JSON",
		`{"Concat": [1]}`:                                    "where a text is expected",
		`{"IfPresent": {"InputName": "n", "Then": {"X":1}}}`: "neither Concat nor IfPresent",
	} {
		if got, err := f.commandLine([]string{word}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s gives %q and %v", word, got, err)
		}
	}
}
