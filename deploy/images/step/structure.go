package main

import (
	"fmt"
	"strings"
)

// structure is what the SDK makes of dsl.ConcatPlaceholder and dsl.IfPresentPlaceholder: JSON inside one word.
type structure struct {
	Concat    []any      `json:"Concat"`
	IfPresent *ifPresent `json:"IfPresent"`
}

type ifPresent struct {
	InputName string `json:"InputName"`
	Then      any    `json:"Then"`
	Else      any    `json:"Else"`
}

// words fills one word of the command line.
func (f filler) words(word string) ([]string, error) {
	if !strings.HasPrefix(word, `{"Concat": `) && !strings.HasPrefix(word, `{"IfPresent": `) {
		text, err := f.text(word)
		return []string{text}, err
	}
	var tree any
	if err := decode([]byte(word), &tree); err != nil {
		return nil, fmt.Errorf("a placeholder of the command is not valid JSON: %w", err)
	}
	return f.expand(tree)
}

func (f filler) expand(node any) ([]string, error) {
	switch node := node.(type) {
	case nil:
		return nil, nil
	case string:
		text, err := f.text(node)
		return []string{text}, err
	case []any:
		var all []string
		for _, element := range node {
			words, err := f.expand(element)
			if err != nil {
				return nil, err
			}
			all = append(all, words...)
		}
		return all, nil
	case map[string]any:
		return f.expandStructure(node)
	default:
		return nil, fmt.Errorf("a placeholder of the command holds %v where a text is expected", node)
	}
}

func (f filler) expandStructure(node map[string]any) ([]string, error) {
	text, err := encode(node)
	if err != nil {
		return nil, err
	}
	var s structure
	if err := decode(text, &s); err != nil {
		return nil, fmt.Errorf("a placeholder of the command has an unknown shape: %w", err)
	}
	switch {
	case s.Concat != nil:
		words, err := f.expand(s.Concat)
		return []string{strings.Join(words, "")}, err
	case s.IfPresent == nil:
		return nil, fmt.Errorf("a placeholder of the command is neither Concat nor IfPresent: %s", text)
	case f.isPresent(s.IfPresent.InputName):
		return f.expand(s.IfPresent.Then)
	default:
		return f.expand(s.IfPresent.Else)
	}
}

func (f filler) isPresent(name string) bool {
	return f.input.Inputs.ParameterValues[name] != nil || len(f.input.Inputs.Artifacts[name].Artifacts) > 0
}
