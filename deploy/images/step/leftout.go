package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// complete gives input artifacts the metadata that did not fit into the result of the step that made them.
func (o *objects) complete(inputs map[string]artifactList, at places) error {
	for _, name := range sorted(inputs) {
		list := inputs[name].Artifacts
		for i := range list {
			if list[i].Metadata[leftOut] != true {
				continue
			}
			metadata, err := o.metadata(list[i].URI, at)
			if err != nil {
				return fmt.Errorf("the metadata of the input artifact %q cannot be read: %w", name, err)
			}
			list[i].Metadata = metadata
		}
	}
	return nil
}

func (o *objects) metadata(uri string, at places) (map[string]any, error) {
	file, err := resultOf(uri)
	if err != nil {
		return nil, err
	}
	if o.isOwn(file) {
		target := local(file, at.objects)
		if err := o.download(file, target); err != nil {
			return nil, err
		}
		file = target
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var whole result
	if err := decode(bytes.TrimSpace(text), &whole); err != nil {
		return nil, err
	}
	for _, list := range whole.Artifacts {
		for _, a := range list {
			if a.URI == uri {
				return a.Metadata, nil
			}
		}
	}
	return nil, fmt.Errorf("%s does not speak of %s", file, uri)
}

// resultOf is where the result lies of the step that made the artifact.
func resultOf(uri string) (string, error) {
	folder, _, found := strings.Cut(uri, "/outputs/artifacts/")
	if !found {
		return "", fmt.Errorf("%s is no place that a step was given", uri)
	}
	return folder + "/result.json", nil
}

// keepResult puts a result that is too large for the termination log beside its artifacts in the store.
func (o *objects) keepResult(r result) error {
	whole, err := encode(r)
	if err != nil || len(whole)+1 <= terminationLimit {
		return err
	}
	for _, list := range r.Artifacts {
		for _, a := range list {
			if !o.isOwn(a.URI) || len(a.Metadata) == 0 {
				continue
			}
			place, err := resultOf(a.URI)
			if err != nil {
				return err
			}
			file, err := os.CreateTemp("", "result")
			if err != nil {
				return err
			}
			defer os.Remove(file.Name())
			if err := os.WriteFile(file.Name(), whole, 0o600); err != nil {
				return err
			}
			return o.upload(file.Name(), place)
		}
	}
	return nil
}
