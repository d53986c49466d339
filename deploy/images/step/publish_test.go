package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func publishing(t *testing.T) (places, string, string) {
	t.Helper()
	dir := t.TempDir()
	at := places{run: filepath.Join(dir, "run"), models: filepath.Join(dir, "models")}
	write(t, filepath.Join(at.run, "train/1/outputs/artifacts/model/model.joblib"), "weights")
	write(t, filepath.Join(at.run, "train/1/outputs/artifacts/model/deep/part"), "more")
	if err := os.MkdirAll(at.models, 0o755); err != nil {
		t.Fatal(err)
	}
	return at, filepath.Join(at.run, "train/1/outputs/artifacts/model"), filepath.Join(at.models, "run-1/train/model")
}

func published(t *testing.T, at places, pairs ...string) (string, error) {
	t.Helper()
	var log bytes.Buffer
	err := publish(at, pairs, &log)
	return log.String(), err
}

func TestAFolderIsPublishedWhole(t *testing.T) {
	at, source, target := publishing(t)
	log, err := published(t, at, source, target)
	if err != nil || read(t, filepath.Join(target, "model.joblib")) != "weights" || read(t, filepath.Join(target, "deep/part")) != "more" {
		t.Fatalf("%s %v", log, err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(target)); len(entries) != 1 {
		t.Errorf("something is left beside the model: %v", entries)
	}
}

func TestPublishingTwiceChangesNothing(t *testing.T) {
	at, source, target := publishing(t)
	if _, err := published(t, at, source, target); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(source, "model.joblib"), "changed later")
	log, err := published(t, at, source, target)
	if err != nil || !strings.Contains(log, "already there") || read(t, filepath.Join(target, "model.joblib")) != "weights" {
		t.Errorf("%s %v", log, err)
	}
}

func TestAHalfCopyOfAnEarlierTryIsCleaned(t *testing.T) {
	at, source, target := publishing(t)
	write(t, filepath.Join(filepath.Dir(target), ".model.part", "stray"), "half")
	if _, err := published(t, at, source, target); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(target, "stray")); err == nil {
		t.Error("the half copy became part of the model")
	}
	if entries, _ := os.ReadDir(filepath.Dir(target)); len(entries) != 1 {
		t.Errorf("the half copy is still there: %v", entries)
	}
}

func TestSeveralPairsAndFilesArePublished(t *testing.T) {
	at, source, target := publishing(t)
	file := filepath.Join(at.models, "run-1/other/model")
	if _, err := published(t, at, source, target, filepath.Join(source, "model.joblib"), file); err != nil || read(t, file) != "weights" {
		t.Error(err)
	}
}

func TestWhatMustNotBePublishedIsRefused(t *testing.T) {
	at, source, target := publishing(t)
	outside := write(t, filepath.Join(t.TempDir(), "secret"), "secret")
	link := func(name, to string) string {
		file := filepath.Join(at.run, "links", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, file); err != nil {
			t.Fatal(err)
		}
		return file
	}
	link("folder/inner", outside)
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(at.models, "out")); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(at.run, "pipes", "pipe")
	write(t, filepath.Join(at.run, "pipes", "file"), "x")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, source, target, says string }{
		{"a source that climbs", at.run + "/../secret", target, "does not lie below"},
		{"a target that climbs", source, at.models + "/../../etc/model", "does not lie below"},
		{"a relative target", source, "model", "does not lie below"},
		{"the volume itself", source, at.models, "does not lie below"},
		{"a source elsewhere", outside, target, "does not lie below"},
		{"a missing source", filepath.Join(at.run, "nothing"), target, "cannot be read"},
		{"a link that leads out", link("direct", outside), target, "leads out of"},
		{"a link inside the folder that leads out", filepath.Join(at.run, "links/folder"), target, "escapes"},
		{"a target behind a link that leads out", source, filepath.Join(at.models, "out/model"), "leads out of"},
		{"a pipe", pipe, target, "neither a file nor a folder"},
		{"a pipe in a folder", filepath.Dir(pipe), target, "neither a file nor a folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := published(t, at, c.source, c.target); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			if _, err := os.Lstat(target); err == nil {
				t.Error("something was published")
			}
		})
	}
	if entries, _ := os.ReadDir(filepath.Dir(target)); len(entries) != 0 {
		t.Errorf("half copies are left: %v", entries)
	}
}
