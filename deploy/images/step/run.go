package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

// run does the whole step and gives the exit code of the container.
func run(at places, stderr io.Writer) int {
	// Files of a step are read by later steps and by the model server, whose user ids may differ: the group shares.
	syscall.Umask(0o002)
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	s, err := parseStep(os.Getenv("FREIHAFEN_STEP"), at)
	log := newRecord()
	own := log.through(stderr)
	var r result
	if err != nil {
		r = failed(ownFailure, err)
	} else {
		r = perform(s, at, signals, log)
	}
	if r.Error != "" {
		fmt.Fprintf(own, "step: %s\n", r.Error)
	}
	if err := r.write(s, at, own, log); err != nil {
		fail(stderr, err)
		return max(r.Exit, ownFailure)
	}
	return r.Exit
}

func perform(s step, at places, signals <-chan os.Signal, log *record) result {
	store, err := newObjects(os.Getenv, s.Placeholders[rootPlaceholder])
	if err != nil {
		return failed(ownFailure, err)
	}
	if err := store.complete(s.ExecutorInput.Inputs.Artifacts, at); err != nil {
		return failed(ownFailure, err)
	}
	filler, err := newFiller(s, at.objects)
	if err != nil {
		return failed(ownFailure, err)
	}
	line, err := filler.commandLine(append(append([]string{}, s.Command...), s.Args...))
	if err != nil {
		return failed(ownFailure, err)
	}
	if err := prepare(s, at); err != nil {
		return failed(ownFailure, err)
	}
	if err := store.bring(s.ExecutorInput.Inputs.Artifacts, at.objects); err != nil {
		return failed(ownFailure, err)
	}
	exit, err := execute(line, s.Env, signals, log)
	if err != nil {
		return failed(exit, err)
	}
	r, err := collect(s, at)
	if err != nil {
		return failed(ownFailure, err)
	}
	if err := store.keep(r.Artifacts, at.objects); err != nil {
		return failed(ownFailure, err)
	}
	if err := store.keepResult(r); err != nil {
		return failed(ownFailure, err)
	}
	return r
}

// prepare makes the folders of all outputs and removes what an earlier try may have left in them.
func prepare(s step, at places) error {
	for _, file := range s.written(at) {
		if err := os.MkdirAll(filepath.Dir(file), 0o775); err != nil {
			return fmt.Errorf("the folder of an output cannot be made on the run's volume: %w", err)
		}
	}
	stale := []string{s.ExecutorInput.Outputs.OutputFile}
	for _, parameter := range s.ExecutorInput.Outputs.Parameters {
		stale = append(stale, parameter.OutputFile)
	}
	for _, file := range stale {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("a file of an earlier try cannot be removed: %w", err)
		}
	}
	return nil
}

// rootPlaceholder is the SDK's name of where the run's artifacts lie.
const rootPlaceholder = "{{$.pipeline_root}}"

// ownVariables are not the command's business; it gets what its component says.
var ownVariables = []string{"FREIHAFEN_STEP", "FREIHAFEN_S3_ENDPOINT", "FREIHAFEN_S3_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}

// execute runs the command in a process group of its own, passes the signals on to it and its output to the log, and gives its
// exit code; an error says in a plain sentence why the step has failed.
func execute(line []string, env map[string]string, signals <-chan os.Signal, log *record) (int, error) {
	for _, own := range ownVariables {
		os.Unsetenv(own)
	}
	for name, value := range env {
		if err := os.Setenv(name, value); err != nil {
			return ownFailure, fmt.Errorf("the environment variable %q cannot be set: %w", name, err)
		}
	}
	command := exec.Command(line[0], line[1:]...)
	outlet, inlet, err := newOutlet(log.through(os.Stdout))
	if err != nil {
		return ownFailure, fmt.Errorf("there is no pipe for the command's output: %w", err)
	}
	command.Stdout, command.Stderr = inlet, inlet
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = command.Start()
	inlet.Close()
	if err != nil {
		return ownFailure, fmt.Errorf("the command %q cannot be started in this image: %w", line[0], err)
	}
	done := make(chan struct{})
	go forward(signals, -command.Process.Pid, done)
	err = command.Wait()
	close(done)
	if !outlet.drain() {
		log.miss()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return ownFailure, fmt.Errorf("the command %q was lost: %w", line[0], err)
	}
	return verdict(command.ProcessState.Sys().(syscall.WaitStatus))
}

func forward(signals <-chan os.Signal, group int, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case s := <-signals:
			// The group may be gone at this very moment; then there is nobody to tell.
			_ = syscall.Kill(group, s.(syscall.Signal))
		}
	}
}

// verdict is the shell's convention: 128 and the signal's number for a command that a signal ended.
func verdict(status syscall.WaitStatus) (int, error) {
	switch {
	case status.Signaled():
		return 128 + int(status.Signal()), fmt.Errorf("the command was ended by the signal %d (%s)", int(status.Signal()), status.Signal())
	case status.ExitStatus() != 0:
		return status.ExitStatus(), fmt.Errorf("the command ended with exit code %d: its last log lines say why", status.ExitStatus())
	default:
		return 0, nil
	}
}
