package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// runCheck proves the tokens of all targets at once, and shows what came of it.
func (o *statusOptions) runCheck(ctx context.Context, s *session, targets []gateway.Target) error {
	checks := o.checkAll(ctx, s.client, targets)
	states := make([]gateway.TokenState, len(targets))
	for i, target := range targets {
		states[i] = s.tokens.State(target)
	}
	if err := o.write(states, checks); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if o.output == outputText {
		o.explainChecks(checks)
	}
	if worst := worstOf(checks); worst != exitOK {
		return &exit{status: worst}
	}
	return nil
}

// checkAll checks all targets at once, and says how far it is where a person
// sees that.
func (o *statusOptions) checkAll(ctx context.Context, client *gateway.Client, targets []gateway.Target) []*gateway.Check {
	checks := make([]*gateway.Check, len(targets))
	ended := make(chan *gateway.Check)
	var all sync.WaitGroup
	for i, target := range targets {
		all.Go(func() {
			checks[i] = client.Check(ctx, target)
			ended <- checks[i]
		})
	}
	p := progress{of: len(targets)}
	o.show(p.String())
	for range targets {
		p.take(<-ended)
		o.show(p.String())
	}
	all.Wait()
	o.show("")
	return checks
}

// show writes over the line that says how far it is; "" takes it away.
func (o *statusOptions) show(line string) {
	if o.StderrTerminal {
		fmt.Fprint(o.Stderr, "\r"+display.Fit(line, 60)+"\r")
	}
}

// progress counts the checks that have ended.
type progress struct{ of, done, refused, failed int }

func (p *progress) take(c *gateway.Check) {
	p.done++
	switch c.Outcome {
	case gateway.CheckRefused:
		p.refused++
	case gateway.CheckFailed:
		p.failed++
	}
}

func (p *progress) String() string {
	text := fmt.Sprintf("%d of %d checked", p.done, p.of)
	if p.refused > 0 {
		text += fmt.Sprintf(", %d refused", p.refused)
	}
	if p.failed > 0 {
		text += fmt.Sprintf(", %d failed", p.failed)
	}
	return text
}

// checkRows are the lines of the table for a person.
func checkRows(states []gateway.TokenState, checks []*gateway.Check, now time.Time) [][]string {
	rows := [][]string{{"ENVIRONMENT", "SERVICE", "TOKEN", "CHECK", ""}}
	for i, c := range checks {
		verdict := string(c.Outcome)
		if c.Outcome == gateway.CheckOK {
			verdict = "proven"
		}
		if c.Exchange.Status != 0 {
			verdict += fmt.Sprintf(" %d", c.Exchange.Status)
		}
		rows = append(rows, []string{c.Target.Environment, c.Target.Service, badge(states[i].Status(now)), verdict, remark(c)})
	}
	return rows
}

// remark is why a token is not proven, or that it took a second one.
func remark(c *gateway.Check) string {
	if c.Outcome == gateway.CheckOK && c.Exchange.Replay.Verdict == gateway.ReplayDone {
		return "the first token was refused, the second one is good"
	}
	return c.Fault
}

// maxExplained is how many different causes are explained: who has more than
// these looks at the first ones first.
const maxExplained = 3

// explainChecks explains to a person why tokens are not proven, each cause
// once.
func (o *statusOptions) explainChecks(checks []*gateway.Check) {
	said := map[string]bool{}
	for _, c := range checks {
		x, ok := c.Exchange.Explain()
		if c.Outcome == gateway.CheckOK || !ok || said[x.Cause] || len(said) == maxExplained {
			continue
		}
		said[x.Cause] = true
		o.say("%s: %s", c.Target, strings.TrimSuffix(c.Fault, "."))
		o.explain(x, nil)
	}
}

// worstOf is the highest exit status that one of the checks stands for.
func worstOf(checks []*gateway.Check) int {
	worst := exitOK
	for _, c := range checks {
		worst = max(worst, checkStatus(c))
	}
	return worst
}

// checkStatus is the exit status that a check stands for, as that of a send
// would be. An answer that proves nothing has failed.
func checkStatus(c *gateway.Check) int {
	switch {
	case c.Outcome == gateway.CheckOK:
		return exitOK
	case c.Exchange.Err != nil:
		return exitStatus(c.Exchange.Err)
	}
	return max(exitFailed, answerStatus(c.Exchange.Status))
}

// addCheck adds what a check showed for a program.
func (o *statusOptions) addCheck(to *statusJSON, c *gateway.Check, state gateway.TokenState) {
	outcome := string(c.Outcome)
	to.Check = &outcome
	if state.Proof != nil {
		to.ProvenAt = stamp(state.Proof.ProvenAt)
	}
	if c.Fault != "" {
		text := o.redactor.Text(c.Fault)
		to.CheckError = &text
	}
}
