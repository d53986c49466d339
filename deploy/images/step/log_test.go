package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// logged runs a script as a step and gives what the node's log of it has, beside what the message says of that.
func logged(t *testing.T, script string) (string, *string) {
	t.Helper()
	a := newAttempt(t, "sh", "-c", script)
	text, err := encode(a.step)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FREIHAFEN_STEP", string(text))
	pipe, inlet, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = inlet
	t.Cleanup(func() { os.Stdout = stdout })
	read := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(pipe)
		read <- all
	}()
	var own bytes.Buffer
	run(a.at, &own)
	os.Stdout = stdout
	inlet.Close()
	return string(<-read) + own.String(), a.reported().Log
}

func TestAShortLogIsToldWhole(t *testing.T) {
	for name, script := range map[string]string{
		"nothing":                       "true",
		"both streams as they came":     "echo one; echo two >&2; echo three; printf four",
		"of a step that fails":          "echo tried; exit 3",
		"signs that JSON writes longer": `printf '\033[1m"bold"\033[0m\t\\ ä € 🚀 \000 <&>\n'`,
		"of a child that ends in time":  "sh -c 'sleep 0.05; echo child' & wait; echo parent",
	} {
		t.Run(name, func(t *testing.T) {
			log, told := logged(t, script)
			if told == nil || *told != log {
				t.Errorf("the log is %q, told is %q", log, deref(told))
			}
		})
	}
}

func TestALogThatIsNotKnownWholeIsNotTold(t *testing.T) {
	for name, script := range map[string]string{
		"it does not fit":              "head -c 4060 /dev/zero | tr '\\0' x",
		"it is longer than a message":  "head -c 100000 /dev/zero | tr '\\0' x",
		"it is no text":                `printf '\377\376'`,
		"somebody may write more":      "echo parent; (sleep 3; echo late) &",
		"somebody writes all the time": "echo parent; yes & sleep 0.1; (sleep 2; kill $!) >/dev/null 2>&1 & :",
	} {
		t.Run(name, func(t *testing.T) {
			if log, told := logged(t, script); told != nil {
				t.Errorf("told is %q of %d bytes", *told, len(log))
			}
		})
	}
}

func TestALongLogReachesTheNodeToItsLastByte(t *testing.T) {
	log, told := logged(t, "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done")
	if told != nil || !strings.HasPrefix(log, "line 0\nline 1\n") || !strings.HasSuffix(log, "line 19999\n") || strings.Count(log, "\n") != 20000 {
		t.Errorf("%d lines, the last ones %q", strings.Count(log, "\n"), log[max(0, len(log)-40):])
	}
}

func TestTheLogGivesWayToTheResult(t *testing.T) {
	for _, c := range []struct{ value, log, room int }{{3000, 500, 1}, {3000, 1200, 0}, {4200, 10, 0}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			a := newAttempt(t, "sh", "-c", fmt.Sprintf(`head -c %d /dev/zero | tr '\0' v >"$0"; head -c %d /dev/zero | tr '\0' l`, c.value, c.log),
				"{{$.outputs.parameters['long'].output_file}}")
			_, r := a.parameter("long", "STRING").run()
			if told := r.Log != nil; told != (c.room == 1) || r.Truncated != (c.value > 4096) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func deref(text *string) string {
	if text == nil {
		return "nothing"
	}
	return *text
}
