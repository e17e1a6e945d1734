// Package ui is the Bubble Tea program of gatehouse.
package ui

import (
	"context"
	"time"

	"gatehouse/gateway"
)

// Options are what the program works on.
type Options struct {
	Directory *gateway.Directory
	Client    *gateway.Client
	Tokens    *gateway.Tokens
	Vault     *gateway.Vault
	Redactor  *gateway.Redactor

	// Reload reads the configuration again; nil where there is none to read.
	Reload func() (*gateway.Directory, error)
	// Sandbox shows the word SANDBOX on every screen.
	Sandbox bool
	// Environment and Service are chosen at the start; "" for the first
	// environment and the first service.
	Environment, Service string
	// ConfigPath is named where the file is spoken of, "" in the demo.
	ConfigPath string
	Version    string
	Now        func() time.Time // nil means time.Now
}

// Run shows the explorer until the user quits or ctx ends. It restores the
// terminal on every way out.
func Run(ctx context.Context, o Options) error { panic("contract") }
