// Command step runs one step of a pipeline inside its own image. An init container copies it beside the command
// (`step copy FOLDER`), `step run` fills the placeholders of a command compiled by the kfp SDK, runs it, collects what
// it produced and reports that in the termination log; `step publish` copies models from the run's volume to the team's.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

// ownFailure is the exit code when the wrapper, not the command, failed.
const ownFailure = 120

func main() {
	os.Exit(dispatch(os.Args[1:], os.Stderr))
}

func dispatch(args []string, stderr io.Writer) int {
	if len(args) == 0 {
		return fail(stderr, fmt.Errorf("say what to do: step run | step copy FOLDER | step publish SOURCE TARGET..."))
	}
	flags := flag.NewFlagSet("step "+args[0], flag.ContinueOnError)
	flags.SetOutput(stderr)
	places := places{}
	flags.StringVar(&places.terminationLog, "termination-log", "/dev/termination-log", "where the result goes (tests only)")
	flags.StringVar(&places.run, "run-root", "/freihafen/run", "where the run's volume is mounted (tests only)")
	flags.StringVar(&places.objects, "objects-root", "/s3", "where objects of an S3 store are seen (tests only)")
	flags.StringVar(&places.models, "models-root", "/freihafen/models", "where the team's models are mounted (tests only)")
	if err := flags.Parse(args[1:]); err != nil {
		return ownFailure
	}
	switch args[0] {
	case "run":
		return run(places, stderr)
	case "copy":
		if flags.NArg() != 1 {
			return fail(stderr, fmt.Errorf("step copy wants one folder"))
		}
		return fail(stderr, copySelf(flags.Arg(0)))
	case "publish":
		return fail(stderr, publish(places, flags.Args(), stderr))
	default:
		return fail(stderr, fmt.Errorf("%q is nothing that step can do; it knows run, copy and publish", args[0]))
	}
}

// places are the mount points; only tests have others than the defaults.
type places struct {
	terminationLog string
	run            string
	models         string
	objects        string
}

func fail(stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "step: %v\n", err)
	return ownFailure
}
