package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// copySelf puts this very program into the folder, as `step`.
func copySelf(folder string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("the wrapper does not find itself: %w", err)
	}
	target := filepath.Join(folder, "step")
	if err := copyFile(self, target+".part", 0o755); err != nil {
		return fmt.Errorf("the wrapper cannot be copied to %s: %w", folder, err)
	}
	return os.Rename(target+".part", target)
}

// copyTree copies a file, or a folder with all it holds. Links are followed only to files inside the folder; anything
// else than files and folders is refused.
func copyTree(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, err)
	}
	if info.Mode().IsRegular() {
		return copyFile(from, to, 0o644)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is neither a file nor a folder", from)
	}
	// A Root follows no link that leads out of it.
	root, err := os.OpenRoot(from)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		return copyFrom(root, name, target)
	})
}

func copyFrom(root *os.Root, name, target string) error {
	info, err := root.Stat(name)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is neither a file nor a folder", name)
	}
	source, err := root.Open(name)
	if err != nil {
		return err
	}
	defer source.Close()
	return store(source, target, 0o644)
}

func copyFile(from, to string, mode fs.FileMode) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	return store(source, to, mode)
}

// store writes a file through to the disk.
func store(source io.Reader, to string, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	defer target.Close()
	if _, err := io.Copy(target, source); err != nil {
		return err
	}
	if err := target.Sync(); err != nil {
		return err
	}
	return target.Close()
}

func syncFolder(folder string) error {
	open, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer open.Close()
	return open.Sync()
}
