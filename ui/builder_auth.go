package ui

import (
	"slices"
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// auths are the kinds of auth as they are written in the builder.
var auths = []string{"managed", "none", "custom"}

// authName is how the builder writes an Auth.
func authName(a gateway.Auth) string {
	if a == gateway.AuthManaged {
		return auths[0]
	}
	return string(a)
}

// ownHeader is the header that carries a token of a person's own.
const ownHeader = "Authorization"

// secret reports whether an entry's value is a credential: it shows only while
// it is being typed, and goes out only with custom auth.
func (e entry) secret() bool {
	return e.part == partHeader && strings.EqualFold(strings.TrimSpace(e.name), ownHeader)
}

// shown is an entry's value as it may stand on the screen.
func (e entry) shown() string {
	if !e.secret() || e.value == "" {
		return e.value
	}
	scheme, rest, ok := strings.Cut(e.value, " ")
	if !ok {
		scheme, rest = "", e.value
	}
	return strings.TrimLeft(scheme+" "+gateway.Secret(rest).Mask(), " ")
}

// setAuth changes which token goes with the request. What was written into a
// header of one's own stays, and is sent with custom auth alone.
func (d *draft) setAuth(a gateway.Auth) {
	d.auth = a
	if a == gateway.AuthCustom && d.ownHeader() == nil {
		d.entries = append(d.entries, entry{part: partHeader, name: ownHeader, own: true, doc: "your own: Bearer, a space, the token"})
	}
}

// ownHeader is the entry of the Authorization header, nil if there is none.
func (d *draft) ownHeader() *entry {
	if i := slices.IndexFunc(d.entries, entry.secret); i >= 0 {
		return &d.entries[i]
	}
	return nil
}

// manage has an operation's draft go with its target's own token.
func (ds drafts) manage(service, operation string) {
	for _, key := range []draftKey{{service, operation}, {"", operation}} {
		if d := ds[key]; d != nil {
			d.setAuth(gateway.AuthManaged)
		}
	}
}

// takeAuth takes over what was typed for auth: the beginning of a word is
// enough. With custom, the header is what comes next.
func (p *builder) takeAuth(text string) {
	text = strings.ToLower(strings.TrimSpace(text))
	i := slices.IndexFunc(auths, func(name string) bool { return strings.HasPrefix(name, text) })
	switch {
	case text == "":
	case i < 0: // left with esc: auth stays as it was
		p.failed = fieldFault{}
	case auths[i] == auths[0]:
		p.draft.setAuth(gateway.AuthManaged)
	default:
		p.draft.setAuth(gateway.Auth(auths[i]))
		if p.draft.auth == gateway.AuthCustom {
			p.point("header", ownHeader)
		}
	}
}

// commitAuth reports whether what is being typed for auth, if anything is, can
// be taken over. If not, it stays in its field, with a sentence why.
func (p *builder) commitAuth() bool {
	if p.active != editRow || p.row != rowAuth {
		return true
	}
	text := strings.ToLower(strings.TrimSpace(p.input.Value()))
	if slices.ContainsFunc(auths, func(name string) bool { return strings.HasPrefix(name, text) }) {
		return true
	}
	p.failed = fieldFault{p.tab, p.row, "write managed, none or custom"}
	return false
}

// authShown reports whether the row of auth has its line in a pane of h rows:
// where there is little room, only if it says or is asked something.
func (p *builder) authShown(h int) bool {
	return h >= longDocFrom || p.draft.auth != gateway.AuthManaged || p.row == rowAuth
}

// authLine draws which token goes with the request.
func (p *builder) authLine(f frame) string {
	out := f.cursor(p.row == rowAuth) + f.Faint.Render("auth  ")
	if p.active == editRow && p.row == rowAuth {
		return out + drawInput(p.input, 9) + f.Faint.Render("  ↑ ↓ "+strings.Join(auths, ", "))
	}
	style, note := f.Warn, "no token is sent"
	switch p.draft.auth {
	case gateway.AuthManaged:
		style, note = f.Plain, "the token of this service and environment"
	case gateway.AuthCustom:
		note = "your own header, which is empty: it is on the page Headers"
		if own := p.draft.ownHeader(); own != nil && own.value != "" {
			note = "your own header: " + own.shown()
		}
	}
	name := authName(p.draft.auth)
	return out + style.Render(name) + "  " + f.Faint.Render(display.Cut(display.Line(note), max(0, f.w-len(name)-12)))
}

// toggle switches the entry under the cursor off, or on again: it is kept.
func (p *builder) toggle() {
	p.failed = fieldFault{}
	if i := p.entryAt(p.row); i >= 0 {
		p.draft.entries[i].off = !p.draft.entries[i].off
	}
}
