package config

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"gatehouse/gateway"
)

// badFile is a text and all that is to be said of it, without the file's name.
// The word s3cret stands for a value: nothing may repeat it.
type badFile struct{ text, want string }

// qa is an environment that is right so far: what follows stands on line 4.
const qa = "[[environment]]\nname = 'QA'\nbase_url = 'https://qa.example'\n"

// ping is an operation after it: what follows stands on line 10.
const ping = qa + "\n[[operation]]\nservice = 'streaming-view'\nname = 'Ping'\nmethod = 'GET'\npath = '/ping'\n"

// services is a directory without operations, which takes no time to make.
func services() *gateway.Directory {
	return &gateway.Directory{Services: gateway.DocumentedServices()}
}

func TestP3BadFiles(t *testing.T) {
	files := slices.Concat(badEnvironments, badOperations, badSyntax)
	for _, c := range files {
		_, _, faults := parse([]byte(c.text), "FILE", "/conf", services())
		got := "nothing"
		if err := faults.sorted(); err != nil {
			got = strings.ReplaceAll(err.Error(), "FILE:", "")
			var one *Error
			if !errors.As(err, &one) || one.File != "FILE" || one.Fault == "" {
				t.Errorf("no *Error with file and fault in %v", err)
			}
		}
		if got != c.want {
			t.Errorf("file:\n%s\ngot:\n%s\nwant:\n%s", c.text, got, c.want)
		}
		if strings.Contains(got, "s3cret") {
			t.Errorf("the fault repeats a value: %s", got)
		}
	}
	if len(files) < 60 {
		t.Errorf("only %d files", len(files))
	}
	t.Logf("%d bad files", len(files))
}
