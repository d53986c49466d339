package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// step is what the engine asks for, from the environment variable FREIHAFEN_STEP.
type step struct {
	Command       []string          `json:"command"`
	Args          []string          `json:"args"`
	Env           map[string]string `json:"env"`
	ExecutorInput executorInput     `json:"executorInput"`
	// OutputTypes names the type of each output parameter, e.g. NUMBER_INTEGER.
	OutputTypes map[string]string `json:"outputTypes"`
	// Placeholders are further texts to replace, e.g. {{$.pipeline_job_name}}.
	Placeholders map[string]string `json:"placeholders"`
}

// executorInput is the ExecutorInput message of the kfp SDK.
type executorInput struct {
	Inputs  inputs  `json:"inputs"`
	Outputs outputs `json:"outputs"`
}

type inputs struct {
	ParameterValues map[string]any          `json:"parameterValues,omitempty"`
	Artifacts       map[string]artifactList `json:"artifacts,omitempty"`
}

type outputs struct {
	Parameters map[string]outputParameter `json:"parameters,omitempty"`
	Artifacts  map[string]artifactList    `json:"artifacts,omitempty"`
	OutputFile string                     `json:"outputFile"`
}

type outputParameter struct {
	OutputFile string `json:"outputFile"`
}

type artifactList struct {
	Artifacts []artifact `json:"artifacts"`
}

type artifact struct {
	Name       string         `json:"name"`
	Type       map[string]any `json:"type,omitempty"`
	URI        string         `json:"uri"`
	Metadata   map[string]any `json:"metadata,omitempty"`
	CustomPath string         `json:"custom_path,omitempty"`
}

// parseStep reads and checks the engine's request; every place that the step may write must lie on the run's volume, or
// in the folder that stands for the object store.
func parseStep(text string, at places) (step, error) {
	if text == "" {
		return step{}, fmt.Errorf("FREIHAFEN_STEP is not set: the engine that made this pod must set it")
	}
	var s step
	if err := decode([]byte(text), &s); err != nil {
		return step{}, fmt.Errorf("FREIHAFEN_STEP is not the JSON that the engine promises: %w", err)
	}
	if len(s.Command)+len(s.Args) == 0 {
		return step{}, fmt.Errorf("the step has no command: name one in the component, since an image's own entry point is not known here")
	}
	if s.ExecutorInput.Outputs.OutputFile == "" {
		return step{}, fmt.Errorf("FREIHAFEN_STEP lacks executorInput.outputs.outputFile")
	}
	for _, file := range s.written(at) {
		if !isBelow(file, at.run) && !isBelow(file, at.objects) {
			return step{}, fmt.Errorf("the output path %q does not lie below %s", file, at.run)
		}
	}
	return s, nil
}

// folder holds everything of this attempt.
func (s step) folder() string { return path.Dir(s.ExecutorInput.Outputs.OutputFile) }

// written lists, in a stable order, each file that the command may write.
func (s step) written(at places) []string {
	files := []string{s.ExecutorInput.Outputs.OutputFile}
	for _, name := range sorted(s.ExecutorInput.Outputs.Parameters) {
		files = append(files, s.ExecutorInput.Outputs.Parameters[name].OutputFile)
	}
	for _, name := range sorted(s.ExecutorInput.Outputs.Artifacts) {
		for _, a := range s.ExecutorInput.Outputs.Artifacts[name].Artifacts {
			files = append(files, local(a.URI, at.objects))
		}
	}
	return files
}

// isBelow says whether the absolute, clean path lies inside root.
func isBelow(file, root string) bool {
	return filepath.IsAbs(file) && filepath.Clean(file) == file && strings.HasPrefix(file, filepath.Clean(root)+"/")
}

// decode keeps numbers as they are written (1 stays 1, 1.0 stays 1.0) and wants exactly one value.
func decode(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("something follows the JSON value")
	}
	return nil
}

// encode writes JSON on one line without escaping <, > and &.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
