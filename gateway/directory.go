package gateway

import (
	"fmt"
	"strings"
)

// Directory is what a run knows of the world: environments, services and
// operations in the order of the file. It is not changed after it was made; a
// changed file makes a new one.
type Directory struct {
	Environments []*Environment
	Services     []Service
	Operations   []Operation
	// BodyLimit is the most decoded bytes kept of one response body; zero
	// means DefaultBodyLimit.
	BodyLimit int64
}

// Environment finds an environment by its exact name; nil if there is none.
func (d *Directory) Environment(name string) *Environment {
	for _, e := range d.Environments {
		if e.Name == name {
			return e
		}
	}
	return nil
}

// OperationsOf lists the operations of a service in order.
func (d *Directory) OperationsOf(service string) []Operation {
	var out []Operation
	for _, o := range d.Operations {
		if o.Service == service {
			out = append(out, o)
		}
	}
	return out
}

// Targets lists every pair of environment and service, environment by
// environment.
func (d *Directory) Targets() []Target {
	out := make([]Target, 0, len(d.Environments)*len(d.Services))
	for _, e := range d.Environments {
		for _, s := range d.Services {
			out = append(out, Target{e.Name, s.Name})
		}
	}
	return out
}

// MatchEnvironment finds an environment as a user types it: without case, and
// by any prefix that fits one environment only. The error lists the choices.
func (d *Directory) MatchEnvironment(typed string) (*Environment, error) {
	names := make([]string, len(d.Environments))
	for i, e := range d.Environments {
		names[i] = e.Name
	}
	i, err := Match("environment", typed, names)
	if err != nil {
		return nil, err
	}
	return d.Environments[i], nil
}

// MatchService finds a service as a user types it: as MatchEnvironment does,
// with or without the prefix "streaming-".
func (d *Directory) MatchService(typed string) (Service, error) {
	names := make([]string, len(d.Services))
	short := make([]string, len(d.Services))
	for i, s := range d.Services {
		names[i], short[i] = s.Name, s.Short()
	}
	i, err := Match("service", typed, short)
	if err != nil {
		if j, err2 := Match("service", typed, names); err2 == nil {
			i, err = j, nil
		}
	}
	if err != nil {
		return Service{}, err
	}
	return d.Services[i], nil
}

// shortest is the shortest of a service's names that a command line finds it by.
func (d *Directory) shortest(service string) string {
	short := Service{Name: service}.Short()
	if found, err := d.MatchService(short); err == nil && found.Name == service {
		return short
	}
	return service
}

// Match finds one of several names as a user types it: without case, and by any
// prefix that fits one only. kind says in the error what the names are of; the
// error lists the choices.
func Match(kind, typed string, names []string) (int, error) {
	var found []int
	for i, name := range names {
		if strings.EqualFold(name, typed) {
			return i, nil
		}
		if typed != "" && len(name) >= len(typed) && strings.EqualFold(name[:len(typed)], typed) {
			found = append(found, i)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		var fits []string
		for _, i := range found {
			fits = append(fits, names[i])
		}
		return 0, fmt.Errorf("%s %q is not clear: it fits %s", kind, typed, strings.Join(fits, ", "))
	}
	return 0, fmt.Errorf("no %s %q: there are %s", kind, typed, strings.Join(names, ", "))
}
