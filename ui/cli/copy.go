package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
	"unicode/utf16"
)

// copyLimit is how long a program may take to fill a clipboard. One that finds
// no display may wait for it for good.
const copyLimit = 2 * time.Second

// copy fills the clipboard of whoever sits at the terminal by the first way
// that works, and says which. Programs get the text on their standard input,
// and of the process environment what they need to find the clipboard.
func (a *app) copy(text string, terminal func(text string) error) (string, error) {
	if text == "" {
		return "", errors.New("copy to the clipboard: there is nothing to copy")
	}
	var failed []string
	for _, w := range a.clipboardWays() {
		err := error(nil)
		if w.argv == nil {
			err = terminal(text)
		} else {
			err = w.fill(text)
		}
		if err == nil {
			return w.name, nil
		}
		failed = append(failed, err.Error())
	}
	return "", errors.New(strings.Join(failed, "; "))
}

// clipboardWays are those of this run.
func (a *app) clipboardWays() []way {
	return clipboardWays(place{a.Getenv, runtime.GOOS, func(program string) bool {
		_, err := exec.LookPath(program)
		return err == nil
	}})
}

// fill runs the way's program. Several of them leave a process behind that
// serves the clipboard: it gets no pipe of ours that would be waited for.
func (w way) fill(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), copyLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, w.argv[0], w.argv[1:]...)
	cmd.Env = clipboardEnvironment(os.Environ())
	cmd.WaitDelay = copyLimit
	input := []byte(text)
	if w.utf16 {
		input = toUTF16(text)
	}
	cmd.Stdin = bytes.NewReader(input)
	err := cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s did not take it within %s", w.name, copyLimit)
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return fmt.Errorf("%s failed (%w)", w.name, err)
	}
	return nil
}

// toUTF16 is a text in UTF-16 with the mark that says so: clip.exe takes
// anything else for the code page of the system.
func toUTF16(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}
