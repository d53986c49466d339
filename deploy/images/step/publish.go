package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// publish copies pairs of source (on the run's volume) and target (on the team's model volume). A target is there
// whole or not at all, and one that is there already stays as it is: its name holds the run's id.
func publish(at places, pairs []string, log io.Writer) error {
	if len(pairs) == 0 || len(pairs)%2 != 0 {
		return fmt.Errorf("step publish wants pairs of source and target")
	}
	for i := 0; i < len(pairs); i += 2 {
		if err := checkPair(at, pairs[i], pairs[i+1]); err != nil {
			return err
		}
	}
	store, err := newObjects(os.Getenv, "")
	if err != nil {
		return err
	}
	for i := 0; i < len(pairs); i += 2 {
		done, err := publishOne(store, pairs[i], pairs[i+1])
		if err != nil {
			return fmt.Errorf("%s cannot be published as %s: %w", pairs[i], pairs[i+1], err)
		}
		fmt.Fprintf(log, "step: %s %s\n", done, pairs[i+1])
	}
	return nil
}

// checkPair refuses paths with .. or outside the volumes, and links that lead out of them.
func checkPair(at places, source, target string) error {
	if !isBelow(source, at.run) && !isObject(source) {
		return fmt.Errorf("%q does not lie below %s: only what a run has written can be published", source, at.run)
	}
	if !isBelow(target, at.models) {
		return fmt.Errorf("%q does not lie below %s: only the team's model volume can be published to", target, at.models)
	}
	if !isObject(source) {
		if err := staysBelow(source, at.run); err != nil {
			return err
		}
	}
	return staysBelow(nearest(filepath.Dir(target)), at.models)
}

// staysBelow says whether the path with all links followed is still inside root.
func staysBelow(file, root string) error {
	real, err := filepath.EvalSymlinks(file)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", file, err)
	}
	realRoot, err := filepath.EvalSymlinks(root)
	if err != nil {
		return fmt.Errorf("%s is not mounted: %w", root, err)
	}
	if real != realRoot && !isBelow(real, realRoot) {
		return fmt.Errorf("%s leads out of %s by a link", file, root)
	}
	return nil
}

// nearest is the longest part of the path that exists.
func nearest(folder string) string {
	for folder != "/" {
		if _, err := os.Lstat(folder); err == nil {
			break
		}
		folder = filepath.Dir(folder)
	}
	return folder
}

func publishOne(store *objects, source, target string) (string, error) {
	part := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".part")
	if err := os.RemoveAll(part); err != nil {
		return "", fmt.Errorf("a half copy of an earlier try cannot be removed: %w", err)
	}
	if _, err := os.Lstat(target); err == nil {
		return "already there:", nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return "", err
	}
	fetch := copyTree
	if isObject(source) {
		if store == nil {
			return "", fmt.Errorf("it lies in an S3 store, and this cluster has none for runs")
		}
		fetch = store.download
	}
	if err := fetch(source, part); err != nil {
		return "", errors.Join(err, os.RemoveAll(part))
	}
	if err := os.Rename(part, target); err != nil {
		return "", err
	}
	return "published", syncFolder(filepath.Dir(target))
}
