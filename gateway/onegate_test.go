package gateway

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// otherWaysOut are the names by which code could reach a network past the
// gate, by import path.
var otherWaysOut = map[string][]string{
	"net/http":          {"Client", "DefaultClient", "DefaultTransport", "Get", "Head", "NewFileTransport", "Post", "PostForm", "Transport"},
	"net":               {"Dial", "DialIP", "DialTCP", "DialTimeout", "DialUDP", "DialUnix", "Dialer"},
	"crypto/tls":        {"Client", "Dial", "DialWithDialer", "Dialer"},
	"net/http/httputil": {"NewClientConn", "NewProxyClientConn"},
	"net/rpc":           {"Dial", "DialHTTP", "DialHTTPPath"},
	"net/smtp":          {"Dial", "SendMail"},
}

// transportFile is where connections are made, for the gate.
const transportFile = "gateway/transport.go"

// TestG1 reads the whole module: one call hands requests to a transport, and
// there is no other way out.
func TestG1OneWayOut(t *testing.T) {
	files := moduleFiles(t)
	var handedOver []string
	seen := 0
	for _, f := range files {
		if strings.HasPrefix(f.folder, "gateway/sandbox") {
			continue // a server; it answers and never asks
		}
		seen++
		names := importNames(f)
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if selector.Sel.Name == "RoundTrip" && !namesGate(selector.X) {
				handedOver = append(handedOver, f.path)
			}
			if base, ok := selector.X.(*ast.Ident); ok && f.path != transportFile &&
				slices.Contains(otherWaysOut[names[base.Name]], selector.Sel.Name) && !inTypeOfTheGate(f.path, selector) {
				t.Errorf("%s uses %s.%s: requests leave through the gate alone", f.path, names[base.Name], selector.Sel.Name)
			}
			return true
		})
	}
	if !slices.Equal(handedOver, []string{"gateway/gate.go"}) {
		t.Errorf("RoundTrip of a transport is called in %v; want once, in gateway/gate.go", handedOver)
	}
	t.Logf("%d files", seen)
	if seen < 30 {
		t.Errorf("only %d files were read", seen)
	}
}

// importNames maps the names that a file knows packages by to import paths.
func importNames(f sourceFile) map[string]string {
	names := map[string]string{}
	for i, spec := range f.syntax.Imports {
		name := f.imports[i][strings.LastIndexByte(f.imports[i], '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = f.imports[i]
	}
	return names
}

// namesGate reports whether an expression is a gate by its last name.
func namesGate(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "gate"
	case *ast.SelectorExpr:
		return e.Sel.Name == "gate"
	}
	return false
}

// inTypeOfTheGate lets gate.go name *http.Transport, which transport.go makes.
func inTypeOfTheGate(path string, s *ast.SelectorExpr) bool {
	return path == "gateway/gate.go" && s.Sel.Name == "Transport"
}
