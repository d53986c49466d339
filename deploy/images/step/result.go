package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"
)

const (
	resultVersion = 1
	// terminationLimit is where the kubelet cuts a termination message, without an error.
	terminationLimit = 4096
	errorLimit       = 1024
	// outputsLimit is the most that is told in the log.
	outputsLimit = 60 << 10
	// outputsMark begins the log line with the outputs of a step whose result does not fit into the termination log.
	outputsMark = "freihafen-outputs: "
	// leftOut is the one key of metadata that lies in the result.json beside the artifact.
	leftOut = "freihafen.dev/left-out"
)

// result is what the engine reads back.
type result struct {
	Version    int                   `json:"v"`
	Exit       int                   `json:"exit"`
	Parameters map[string]any        `json:"parameters,omitempty"`
	Artifacts  map[string][]artifact `json:"artifacts,omitempty"`
	Error      string                `json:"error,omitempty"`
	Truncated  bool                  `json:"truncated"`
	Pointer    string                `json:"pointer,omitempty"`
	// Log is all that the step has written to its log; absent when that does not fit beside the rest, or may be more.
	Log *string `json:"log,omitempty"`
}

func failed(exit int, err error) result {
	return result{Version: resultVersion, Exit: exit, Error: shortened(err.Error(), errorLimit)}
}

// write puts the whole result beside the step's outputs and as much of it as fits into the termination log, with the step's
// log where that fits too; what of the result does not fit there is told in the log, for people to see the metrics.
func (r result) write(s step, at places, own io.Writer, log *record) error {
	whole, err := encode(r)
	if err != nil {
		return fmt.Errorf("the result cannot be written as JSON: %w", err)
	}
	pointer := ""
	if s.ExecutorInput.Outputs.OutputFile != "" {
		pointer = filepath.Join(s.folder(), "result.json")
		if err := writeFile(pointer, append(whole, '\n')); err != nil {
			return fmt.Errorf("the result cannot be kept on the run's volume: %w", err)
		}
	}
	if len(whole)+1 > terminationLimit && len(whole) <= outputsLimit {
		fmt.Fprintf(own, "\n%s%s\n", outputsMark, whole)
	}
	message, err := r.message(whole, pointer, log.text())
	if err != nil {
		return err
	}
	if err := os.WriteFile(at.terminationLog, message, 0o644); err != nil {
		return fmt.Errorf("the result cannot be reported: %w", err)
	}
	return nil
}

// lean is the result with artifacts whose metadata are left out: the step that reads one finds them in result.json.
func (r result) lean() result {
	artifacts := map[string][]artifact{}
	for name, list := range r.Artifacts {
		for _, a := range list {
			if len(a.Metadata) > 0 {
				a.Metadata = map[string]any{leftOut: true}
			}
			artifacts[name] = append(artifacts[name], a)
		}
	}
	r.Artifacts = artifacts
	return r
}

func (r result) message(whole []byte, pointer string, log *string) ([]byte, error) {
	r.Log = log
	if told, err := encode(r); err == nil && log != nil && len(told)+1 <= terminationLimit {
		return append(told, '\n'), nil
	}
	r.Log = nil
	if len(whole)+1 > terminationLimit && r.Error == "" {
		if lean, err := encode(r.lean()); err == nil && len(lean)+1 <= terminationLimit {
			return append(lean, '\n'), nil
		}
	}
	if len(whole)+1 > terminationLimit {
		r.Parameters, r.Artifacts, r.Truncated, r.Pointer = nil, nil, true, pointer
		r.Error = shortened(r.Error, errorLimit)
		short, err := encode(r)
		return append(short, '\n'), err
	}
	return append(whole, '\n'), nil
}

// writeFile replaces a file in one step: a reader sees the old one or the whole new one.
func writeFile(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o775); err != nil {
		return err
	}
	part := file + ".part"
	if err := os.WriteFile(part, content, 0o664); err != nil {
		return err
	}
	return os.Rename(part, file)
}

// shortened cuts a text to at most limit bytes, never inside a character, and shows that it did.
func shortened(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	const mark = "…"
	cut := limit - len(mark)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + mark
}
