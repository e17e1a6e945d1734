package cli

import (
	"fmt"
	"strings"

	"gatehouse/ui/display"
)

// result is how one check of the doctor came out, in the words of its JSON.
type result string

// The results of a check.
const (
	resultOK   result = "ok"
	resultWarn result = "warn" // works, with a drawback that a person should know
	resultFail result = "fail" // something will not work
)

// The subjects of the doctor's checks, in the order of the report.
const (
	subjectConfiguration = "configuration"
	subjectSecrets       = "secrets"
	subjectNetwork       = "network"
	subjectCache         = "token cache"
	subjectTokens        = "tokens"
	subjectTerminal      = "terminal"
	subjectDebug         = "debugging"
)

// doctorChecks are all checks there are, by subject. A test holds a fixture
// for each that makes it fail or warn.
var doctorChecks = map[string][]string{
	subjectConfiguration: {"file", "contents", "mode"},
	subjectSecrets:       {"api_key", "client_id", "client_secret"},
	subjectNetwork:       {"name", "proxy", "answer", "tls", "clock"},
	subjectCache:         {"file"},
	subjectTokens:        {"exchange"},
	subjectTerminal:      {"terminal", "kind", "colour", "characters", "size", "clipboard", "paste"},
	subjectDebug:         {"log"},
}

// finding is the outcome of one check.
type finding struct {
	Subject     string  `json:"subject"`
	Check       string  `json:"check"`
	Environment *string `json:"environment"` // null where it is about none
	Service     *string `json:"service"`
	Result      result  `json:"result"`
	Skipped     bool    `json:"skipped"` // not tried, because of what another finding tells; the result is warn
	Detail      string  `json:"detail"`
	Fix         *string `json:"fix"` // null when there is nothing to do
}

// found makes a finding of a subject's check.
func found(subject, check string, r result, detail, fix string) finding {
	f := finding{Subject: subject, Check: check, Result: r, Detail: detail}
	if fix != "" {
		f.Fix = &fix
	}
	return f
}

// skipped makes a finding of a check that could not be tried, because another
// one failed: that is where the cause is told, and counted.
func skipped(subject, check, detail, see string) finding {
	f := found(subject, check, resultWarn, detail, "see "+see)
	f.Skipped = true
	return f
}

// sign is how a finding came out, in the words of the text report.
func (f finding) sign() string {
	if f.Skipped {
		return "skip"
	}
	return string(f.Result)
}

// of says which environment a finding is about.
func (f finding) of(environment string) finding {
	f.Environment = &environment
	return f
}

// at says which service of it.
func (f finding) at(service string) finding {
	f.Service = &service
	return f
}

// where is a finding's environment, "" for none.
func (f finding) where() string {
	if f.Environment == nil {
		return ""
	}
	return *f.Environment
}

// what is a finding's check as the text report names it: for a token the
// service, which tells more.
func (f finding) what() string {
	if f.Service != nil {
		return *f.Service
	}
	return f.Check
}

// joined makes one finding of those of an environment's services that came out
// the same.
func joined(findings []finding) []finding {
	var out []finding
	for rest := findings; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].sameTrouble(rest[0]) {
			n++
		}
		first := rest[0]
		if n > 1 {
			first = first.at(fmt.Sprintf("%d services", n))
		}
		out, rest = append(out, first), rest[n:]
	}
	return out
}

// sameTrouble reports a finding of another service of an environment that says
// the same.
func (f finding) sameTrouble(other finding) bool {
	return f.Service != nil && other.Service != nil && f.where() == other.where() &&
		f.sign() == other.sign() && f.Detail == other.Detail && f.Fix != nil && other.Fix != nil && *f.Fix == *other.Fix
}

// paragraph is one subject of the text report: a line for each finding and one
// for its fix, each text in a column of its own. Texts are wrapped at width,
// zero for never.
func paragraph(findings []finding, width int) string {
	findings = joined(findings)
	var where, what int
	for _, f := range findings {
		where = max(where, display.Width(display.Line(f.where())))
		what = max(what, display.Width(f.what()))
	}
	if where > 0 {
		where += 2
	}
	var b strings.Builder
	b.WriteString(strings.ToUpper(findings[0].Subject) + "\n")
	before := ""
	for _, f := range findings {
		shown := f.where()
		if shown == before {
			shown = "" // said above
		}
		before = f.where()
		lead := fmt.Sprintf("  %-4s  %s%s  ", f.sign(), display.Fit(display.Line(shown), where), display.Fit(f.what(), what))
		lines := wrapped(f.Detail, width-display.Width(lead))
		if f.Fix != nil {
			label := "fix: "
			if f.Skipped {
				label = "" // it only says where the fix is
			}
			for _, line := range wrapped(*f.Fix, width-display.Width(lead)-len(label)) {
				lines = append(lines, label+line)
				label = strings.Repeat(" ", len(label))
			}
		}
		for _, line := range lines {
			b.WriteString(strings.TrimRight(lead+line, " ") + "\n")
			lead = strings.Repeat(" ", display.Width(lead))
		}
	}
	return b.String()
}

// wrapped is a text in lines of a width, in one where the width is too small
// or there is none.
func wrapped(text string, width int) []string {
	text = display.Line(text)
	if width < 20 {
		return []string{text}
	}
	return display.Wrap(text, width)
}

// tally is the last line of a report.
func tally(findings []finding) string {
	n := map[string]int{}
	for _, f := range findings {
		n[f.sign()]++
	}
	if n[string(resultOK)] == len(findings) {
		return fmt.Sprintf("All %d checks are ok.", len(findings))
	}
	text := fmt.Sprintf("%d ok, %d to look at, %d failed", n[string(resultOK)], n[string(resultWarn)], n[string(resultFail)])
	if n["skip"] > 0 {
		text += fmt.Sprintf(", %d skipped for that", n["skip"])
	}
	return text + "."
}
