package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// reference matches {{$}}, {{$.outputs.output_file}} and {{$.inputs.artifacts['x'].metadata['k']}} with their kin.
var reference = regexp.MustCompile(
	`\{\{\$(?:\.(?:(outputs\.output_file|outputMetadataUri)|(inputs|outputs)\.(parameters|artifacts)\['([^']*)'\](?:\.(\w+)(?:\['([^']*)'\])?)?))?\}\}`)

// filler replaces placeholders in one pass: a value that looks like a placeholder is never filled again.
type filler struct {
	input     executorInput
	constants *strings.Replacer
	whole     string
	// objects is the folder that stands for the object store.
	objects string
}

// newFiller resolves parameters that refer to other parameters (the SDK compiles f-strings to that) and keeps the
// completed input.
func newFiller(s step, objectRoot string) (filler, error) {
	pairs := make([]string, 0, 2*len(s.Placeholders))
	for _, name := range longestFirst(s.Placeholders) {
		pairs = append(pairs, name, s.Placeholders[name])
	}
	f := filler{input: s.ExecutorInput, constants: strings.NewReplacer(pairs...), objects: objectRoot}
	values := make(map[string]any, len(s.ExecutorInput.Inputs.ParameterValues))
	for _, name := range sorted(s.ExecutorInput.Inputs.ParameterValues) {
		value := s.ExecutorInput.Inputs.ParameterValues[name]
		if text, ok := value.(string); ok && strings.Contains(text, "{{$.") {
			filled, err := f.text(text)
			if err != nil {
				return filler{}, fmt.Errorf("parameter %q: %w", name, err)
			}
			value = filled
		}
		values[name] = plain(value)
	}
	f.input.Inputs.ParameterValues = values
	whole, err := encode(f.input)
	f.whole = string(whole)
	return f, err
}

// commandLine is command and arguments with everything filled in; a structure may give no word, one or several.
func (f filler) commandLine(words []string) ([]string, error) {
	var line []string
	for _, word := range words {
		filled, err := f.words(word)
		if err != nil {
			return nil, err
		}
		line = append(line, filled...)
	}
	return line, nil
}

// text fills the placeholders inside one text.
func (f filler) text(text string) (string, error) {
	var failure error
	var out strings.Builder
	last := 0
	for _, at := range reference.FindAllStringSubmatchIndex(text, -1) {
		out.WriteString(f.constants.Replace(text[last:at[0]]))
		value, err := f.lookUp(group(text, at))
		if err != nil && failure == nil {
			failure = err
		}
		out.WriteString(value)
		last = at[1]
	}
	out.WriteString(f.constants.Replace(text[last:]))
	return out.String(), failure
}

// group gives the parts of one match: special, side, kind, name, field, key.
func group(text string, at []int) [6]string {
	var parts [6]string
	for i := range parts {
		if from := at[2*(i+1)]; from >= 0 {
			parts[i] = text[from:at[2*(i+1)+1]]
		}
	}
	return parts
}

func (f filler) lookUp(parts [6]string) (string, error) {
	special, side, kind, name, field, key := parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]
	switch {
	case special != "":
		return f.input.Outputs.OutputFile, nil
	case side == "":
		return f.whole, nil
	case side == "inputs" && kind == "parameters":
		value, ok := f.input.Inputs.ParameterValues[name]
		if !ok {
			return "", fmt.Errorf("the command needs the input parameter %q, which has no value: give it one, or wrap it in dsl.IfPresentPlaceholder", name)
		}
		return asText(value)
	case kind == "parameters":
		parameter, ok := f.input.Outputs.Parameters[name]
		if !ok || field != "output_file" {
			return "", fmt.Errorf("the command names the output parameter %q, which the component does not declare", name)
		}
		return parameter.OutputFile, nil
	case side == "inputs":
		return f.artifactText(side, f.input.Inputs.Artifacts, name, field, key)
	default:
		return f.artifactText(side, f.input.Outputs.Artifacts, name, field, key)
	}
}

func (f filler) artifactText(side string, all map[string]artifactList, name, field, key string) (string, error) {
	list := all[name].Artifacts
	if field == "" && list != nil {
		return asText(list)
	}
	if len(list) == 0 {
		return "", fmt.Errorf("the command needs the artifact %q of its %s, which is not there", name, side)
	}
	switch field {
	case "uri":
		return list[0].URI, nil
	case "path":
		return local(list[0].URI, f.objects), nil
	case "name":
		return list[0].Name, nil
	case "metadata":
		if key == "" {
			return asText(list[0].Metadata)
		}
		return asText(list[0].Metadata[key])
	default:
		return "", fmt.Errorf("the command asks for %q of the artifact %q; there are uri, path, name and metadata", field, name)
	}
}

// asText is a string as it is and anything else as JSON.
func asText(value any) (string, error) {
	if text, ok := value.(string); ok {
		return text, nil
	}
	text, err := encode(value)
	return string(text), err
}

// longestFirst keeps a name that begins another one from winning over it.
func longestFirst(names map[string]string) []string {
	order := sorted(names)
	sort.SliceStable(order, func(i, j int) bool { return len(order[i]) > len(order[j]) })
	return order
}
