package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"
)

// executorOutput is what the kfp SDK's executor leaves for a Python function.
type executorOutput struct {
	ParameterValues map[string]any          `json:"parameterValues"`
	Artifacts       map[string]artifactList `json:"artifacts"`
}

// collect gathers what the command produced: executor_output.json wins over output files.
func collect(s step, at places) (result, error) {
	written, err := readExecutorOutput(s.ExecutorInput.Outputs.OutputFile)
	if err != nil {
		return result{}, err
	}
	r := result{Version: resultVersion, Parameters: map[string]any{}, Artifacts: map[string][]artifact{}}
	for _, name := range sorted(s.ExecutorInput.Outputs.Parameters) {
		value, err := parameter(name, s, written)
		if err != nil {
			return result{}, err
		}
		r.Parameters[name] = value
	}
	for _, name := range sorted(s.ExecutorInput.Outputs.Artifacts) {
		list, err := artifacts(name, s, written, at)
		if err != nil {
			return result{}, err
		}
		r.Artifacts[name] = list
	}
	return r, nil
}

func readExecutorOutput(file string) (executorOutput, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(text) == 0) {
		return executorOutput{}, nil
	}
	if err != nil {
		return executorOutput{}, fmt.Errorf("the output of the step cannot be read: %w", err)
	}
	var out executorOutput
	if err := decode(text, &out); err != nil {
		return executorOutput{}, fmt.Errorf("executor_output.json is not valid JSON (a NaN or an infinite number is not): %w", err)
	}
	return out, nil
}

func parameter(name string, s step, written executorOutput) (any, error) {
	kind := s.OutputTypes[name]
	if value := written.ParameterValues[name]; value != nil {
		return typed(name, kind, value)
	}
	text, err := os.ReadFile(s.ExecutorInput.Outputs.Parameters[name].OutputFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the step ended well but gave no value for its output parameter %q: return it, or write it to its output file", name)
	}
	if err != nil {
		return nil, fmt.Errorf("the output parameter %q cannot be read: %w", name, err)
	}
	return parsed(name, kind, string(text))
}

// artifacts joins what the engine promised (name, type, URI) with what the step says of it (metadata, another path).
func artifacts(name string, s step, written executorOutput, at places) ([]artifact, error) {
	list := append([]artifact{}, s.ExecutorInput.Outputs.Artifacts[name].Artifacts...)
	for i, said := range written.Artifacts[name].Artifacts {
		if i >= len(list) {
			list = append(list, artifact{Type: list[0].Type})
		}
		list[i] = joined(list[i], said)
		if err := settle(&list[i], at); err != nil {
			return nil, fmt.Errorf("the output artifact %q: %w", name, err)
		}
	}
	return list, nil
}

func joined(promised, said artifact) artifact {
	if said.Name != "" {
		promised.Name = said.Name
	}
	if said.URI != "" {
		promised.URI = said.URI
	}
	metadata := map[string]any{}
	maps.Copy(metadata, promised.Metadata)
	maps.Copy(metadata, said.Metadata)
	promised.Metadata, promised.CustomPath = metadata, said.CustomPath
	return promised
}

// settle sees to it that the artifact outlives the pod: a path of the step's own choice is copied to the artifact's
// URI, and a URI that is a path must lie on the run's volume.
func settle(a *artifact, at places) error {
	if strings.HasPrefix(a.URI, "/") && !isBelow(a.URI, at.run) {
		return fmt.Errorf("%s is gone when the step ends: write to the artifact's own path", a.URI)
	}
	from := a.CustomPath
	a.CustomPath = ""
	to := local(a.URI, at.objects)
	if from == "" || from == to {
		return nil
	}
	if !strings.HasPrefix(to, "/") {
		return fmt.Errorf("its own path %s cannot be brought to %s: only the run's volume can be written", from, a.URI)
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return copyTree(from, to)
}
