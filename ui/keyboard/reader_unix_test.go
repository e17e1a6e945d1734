//go:build unix

package keyboard

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// collect reads with the buffer that Bubble Tea has, and gives all that was
// read until the input's end.
func collect(t *testing.T, r *Reader) <-chan string {
	out := make(chan string, 1)
	go func() {
		var all []byte
		buf := make([]byte, 256)
		for {
			n, err := r.Read(buf)
			all = append(all, buf[:n]...)
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Error(err)
				}
				out <- string(all)
				return
			}
		}
	}()
	return out
}

func TestReader(t *testing.T) {
	long := strings.Repeat("日本語 ", 5000)
	for _, c := range []struct {
		name   string
		writes []string
		want   string
	}{
		{"keys", []string{"abc\x1b[B", "\x1b"}, "abc\x1b[B\x1b"},
		{"a long burst of keys", []string{long}, long},
		{"a long paste", []string{on + long + off}, on + long + off},
		{"a key after a paste", []string{on + "x" + off + "\r"}, on + "x" + off + "\r"},
		{"a forged paste", []string{on + "x" + off + strings.Repeat("q", 40), strings.Repeat("q", 40) + off}, on + "x" + off + on + strings.Repeat("q", 80) + off},
		{"an answer", []string{"a\x1b]11;rgb:ffff/", "ffff/ffff\x07b"}, "ab"},
		{"nothing but an answer", []string{"\x1b]11;rgb:ffff/ffff/ffff\x07"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			var told []Colour
			r := NewReader(in, Options{Background: func(c Colour) { told = append(told, c) }})
			out := collect(t, r)
			for _, s := range c.writes {
				if _, err := w.WriteString(s); err != nil {
					t.Fatal(err)
				}
			}
			w.Close()
			select {
			case got := <-out:
				if got != c.want {
					t.Errorf("got %d bytes %.300q, want %d bytes %.300q", len(got), got, len(c.want), c.want)
				}
			case <-time.After(30 * time.Second):
				t.Fatal("the end of the input did not come")
			}
			<-r.Gone()
			if strings.Contains(c.name, "answer") != (len(told) == 1) {
				t.Errorf("colours told: %v", told)
			}
		})
	}
}

// TestReaderWaitsForTheRest writes the second half of a forged paste only after
// the first was read.
func TestReaderWaitsForTheRest(t *testing.T) {
	in, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer w.Close()
	r := NewReader(in, Options{})
	buf := make([]byte, 256)
	read := func() string {
		t.Helper()
		n, err := r.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		return string(buf[:n])
	}
	write := func(s string) {
		t.Helper()
		if _, err := w.WriteString(s); err != nil {
			t.Fatal(err)
		}
	}
	write(on + "x" + off)
	if got := read(); got != on+"x"+off {
		t.Errorf("the paste came as %q", got)
	}
	write("\r" + off)
	// Where the machine was so slow that the pause was long, the key is one.
	if got := read(); got != on+"\r"+off && got != "\r" {
		t.Errorf("its rest came as %q", got)
	}
	time.Sleep(2 * afterForged)
	write("j")
	if got := read(); got != "j" {
		t.Errorf("the key came as %q", got)
	}
}
