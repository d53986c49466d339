package main

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"
)

const (
	// lingering is how long the end of the output of a command that has ended is waited for: only what it left running in the
	// background can still hold it.
	lingering = 250 * time.Millisecond
	// largestPipe is the most that a pipe holds where nobody has raised the system's limit.
	largestPipe = 1 << 20
)

// record keeps what is written through it while it is short, so that the result can carry the whole log of the step and
// nobody has to ask the node for it.
type record struct {
	lock  sync.Mutex
	kept  []byte
	whole bool
}

func newRecord() *record { return &record{whole: true} }

// through gives a writer that passes on to another what it notes here.
func (r *record) through(to io.Writer) io.Writer { return noted{r, to} }

type noted struct {
	record *record
	to     io.Writer
}

// Write notes first: what a broken pipe swallows was said by the step all the same.
func (n noted) Write(text []byte) (int, error) {
	n.record.note(text)
	return n.to.Write(text)
}

func (r *record) note(text []byte) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if len(r.kept)+len(text) > terminationLimit {
		r.kept, r.whole = nil, false
	}
	if r.whole {
		r.kept = append(r.kept, text...)
	}
}

// miss says that something may be written that is not noted here.
func (r *record) miss() {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.kept, r.whole = nil, false
}

// text is all that was written; nil when that is too much, not known, or no text.
func (r *record) text() *string {
	r.lock.Lock()
	defer r.lock.Unlock()
	if !r.whole || !utf8.Valid(r.kept) {
		return nil
	}
	text := string(r.kept)
	return &text
}

// outlet is the pipe that a command writes into, both of its streams in the order in which it writes.
type outlet struct {
	pipe *os.File
	// done tells once that the command's own output is through, and is closed with the last writer.
	done chan struct{}
}

// newOutlet gives the pipe's end for the command; what comes out of the other end goes to a writer.
func newOutlet(to io.Writer) (*outlet, *os.File, error) {
	pipe, inlet, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	o := &outlet{pipe, make(chan struct{})}
	go o.pump(to)
	return o, inlet, nil
}

// drain waits, after the command's end, until its output was passed on; false when something else still holds the pipe.
func (o *outlet) drain() bool {
	// The pipe is closed already where nothing held it any more.
	_ = o.pipe.SetReadDeadline(time.Now().Add(lingering))
	_, held := <-o.done
	return !held
}

// pump passes on until the last writer is gone, also after it has said that the command's own output is through.
func (o *outlet) pump(to io.Writer) {
	defer close(o.done)
	defer o.pipe.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := o.pipe.Read(buffer)
		pass(buffer[:n], to)
		switch {
		case err == nil:
		case !errors.Is(err, os.ErrDeadlineExceeded) || o.pipe.SetReadDeadline(time.Time{}) != nil || o.empty(to, buffer):
			return
		default:
			o.done <- struct{}{}
		}
	}
}

// empty passes on what lies in the pipe, without waiting for more; true when there is no writer any more. Who goes on to write
// faster than that is left alone once all that the command can have left is through.
func (o *outlet) empty(to io.Writer, buffer []byte) bool {
	raw, err := o.pipe.SyscallConn()
	if err != nil {
		return true
	}
	for passed := 0; passed < largestPipe; {
		var n int
		var fault error
		if err := raw.Read(func(pipe uintptr) bool {
			n, fault = syscall.Read(int(pipe), buffer)
			return true
		}); err != nil {
			return true
		}
		switch {
		case fault == syscall.EINTR:
		case fault != nil:
			return false
		case n == 0:
			return true
		default:
			pass(buffer[:n], to)
			passed += n
		}
	}
	return false
}

// pass ignores that the node's end of the log may be gone: the command must not hang on that.
func pass(text []byte, to io.Writer) {
	if len(text) > 0 {
		_, _ = to.Write(text)
	}
}
