package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// parsed reads an output file as the type that the component declares.
func parsed(name, kind, text string) (any, error) {
	trimmed := strings.TrimSpace(text)
	switch kind {
	case "STRING":
		return text, nil
	case "NUMBER_INTEGER", "NUMBER_DOUBLE":
		return typed(name, kind, json.Number(trimmed))
	case "BOOLEAN":
		if value, err := strconv.ParseBool(trimmed); err == nil {
			return value, nil
		}
		return nil, wrongType(name, kind, text)
	default:
		var value any
		if err := decode([]byte(trimmed), &value); err != nil {
			return nil, wrongType(name, kind, text)
		}
		return typed(name, kind, value)
	}
}

// typed checks that a JSON value is of the declared type and writes numbers in their plain form.
func typed(name, kind string, value any) (any, error) {
	good := false
	switch kind {
	case "STRING":
		_, good = value.(string)
	case "BOOLEAN":
		_, good = value.(bool)
	case "LIST":
		_, good = value.([]any)
	case "STRUCT":
		_, good = value.(map[string]any)
	case "NUMBER_INTEGER", "NUMBER_DOUBLE":
		if number, ok := value.(json.Number); ok {
			return numeric(name, kind, number)
		}
	default:
		return nil, fmt.Errorf("the output parameter %q has the type %q, which is not known", name, kind)
	}
	if !good {
		return nil, wrongType(name, kind, value)
	}
	return value, nil
}

func numeric(name, kind string, number json.Number) (any, error) {
	if whole, err := strconv.ParseInt(number.String(), 10, 64); err == nil {
		if kind == "NUMBER_INTEGER" {
			return whole, nil
		}
		return float64(whole), nil
	}
	value, err := strconv.ParseFloat(number.String(), 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) || (kind == "NUMBER_INTEGER" && value != math.Trunc(value)) {
		return nil, wrongType(name, kind, number.String())
	}
	if kind == "NUMBER_INTEGER" {
		if math.Abs(value) > 1<<53 {
			return nil, wrongType(name, kind, number.String())
		}
		return int64(value), nil
	}
	return value, nil
}

// plain writes whole numbers without a fraction, at any depth: the SDK compiles the default 7 to 7.0, and a Python
// function that wants an int must not get a float.
func plain(value any) any {
	switch value := value.(type) {
	case json.Number:
		if real, err := value.Float64(); err == nil && strings.ContainsAny(value.String(), ".eE") && real == math.Trunc(real) && math.Abs(real) <= 1<<53 {
			return int64(real)
		}
		return value
	case []any:
		for i := range value {
			value[i] = plain(value[i])
		}
		return value
	case map[string]any:
		for name := range value {
			value[name] = plain(value[name])
		}
		return value
	default:
		return value
	}
}

func wrongType(name, kind string, value any) error {
	text, err := asText(value)
	if err != nil {
		text = fmt.Sprint(value)
	}
	return fmt.Errorf("the output parameter %q is declared as %s but the step gave %s", name, kind, strconv.Quote(shortened(text, 80)))
}
